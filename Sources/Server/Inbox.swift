/// Bytes that were received and are not used up: the beginning of a head, or requests behind one that waits for its
/// answer.
///
/// For most connections it is empty and holds no memory: the loop reads whole requests in its own buffer, without an
/// inbox. The parser remembers how far it has searched a head.
struct Inbox {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ received: UnsafeBufferPointer<UInt8>) {
        guard !received.isEmpty else { return }
        bytes.append(contentsOf: received)
    }

    /// Drops bytes from the front, and frees the memory when none are left.
    mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        if count >= bytes.count {
            bytes = []
        } else {
            bytes.removeFirst(count)
        }
    }
}
