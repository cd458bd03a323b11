/// Octets that were received and not used up yet: the beginning of a head, or requests that wait for their turn.
///
/// It is empty, and holds no memory, for all connections but those in the middle of something: whole requests are read
/// from the loop's own buffer and never come here. How far a head was searched is the parser's knowledge.
struct Inbox {
    private(set) var bytes: [UInt8] = []

    var isEmpty: Bool { bytes.isEmpty }

    mutating func append(_ received: UnsafeBufferPointer<UInt8>) {
        guard !received.isEmpty else { return }
        bytes.append(contentsOf: received)
    }

    /// Drops octets from the front, and the memory with the last of them.
    mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        if count >= bytes.count {
            bytes = []
        } else {
            bytes.removeFirst(count)
        }
    }
}
