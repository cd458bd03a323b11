/// Bytes of answers that a client has not taken yet, because its socket was full.
struct Outbox {
    private var bytes: [UInt8] = []
    private var sent = 0

    var isEmpty: Bool { bytes.isEmpty }

    /// How many bytes are held: those that are not sent, and the sent ones before them.
    var count: Int { bytes.count }

    var unsent: ArraySlice<UInt8> { bytes[sent...] }

    mutating func append(_ owed: ArraySlice<UInt8>) {
        bytes.append(contentsOf: owed)
    }

    /// Counts bytes that the socket has taken, and frees the memory when all are taken.
    mutating func take(_ count: Int) {
        sent += count
        if sent == bytes.count {
            bytes = []
            sent = 0
        }
    }
}
