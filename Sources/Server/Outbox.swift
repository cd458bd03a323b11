/// Octets that are owed to a client whose socket was full.
struct Outbox {
    private var bytes: [UInt8] = []
    private var sent = 0

    var isEmpty: Bool { bytes.isEmpty }

    var count: Int { bytes.count }

    var unsent: ArraySlice<UInt8> { bytes[sent...] }

    mutating func append(_ owed: ArraySlice<UInt8>) {
        bytes.append(contentsOf: owed)
    }

    /// Notes what the socket has taken; the memory goes with the last of it.
    mutating func take(_ count: Int) {
        sent += count
        if sent == bytes.count {
            bytes = []
            sent = 0
        }
    }
}
