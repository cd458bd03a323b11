/// A few names in a row, made to be found by their bytes.
struct MeteroidNames: Sendable {
    let texts: [String]
    private let keys: [Key]
    /// All names one behind the other.
    private let bytes: [UInt8]
    /// Where each of them begins.
    private let starts: [Int]

    init(_ texts: [String]) {
        self.texts = texts
        keys = texts.map { Key(Array($0.utf8).span) }
        bytes = texts.flatMap(\.utf8)
        starts = texts.indices.map { texts[..<$0].reduce(0) { $0 + $1.utf8.count } }
    }

    /// The place of a name in the row, or nil.
    ///
    /// - Parameter start: the place to look at first. Clients send members in the order of the contract, so each is
    ///   mostly found behind the one before it.
    @inline(never)  // Taken in by its callers, it would crowd what they keep at hand.
    func index(of name: Span<UInt8>, from start: Int = 0) -> Int? {
        let key = Key(name)
        if start < keys.count, keys[start] == key, key.isWhole || isSameWithin(name, start) { return start }
        for place in keys.indices where keys[place] == key && (key.isWhole || isSameWithin(name, place)) {
            return place
        }
        return nil
    }

    /// Whether a name is the one at a place, of which it is known to have the key.
    private func isSameWithin(_ name: Span<UInt8>, _ place: Int) -> Bool {
        var at = Key.wordBytes
        while at < name.count - Key.wordBytes {
            if bytes[starts[place] + at] != name[at] { return false }
            at += 1
        }
        return true
    }

    /// What is compared of two names first: their lengths and their ends, in words. Of all but the longest names that is
    /// every byte.
    private struct Key: Sendable, Equatable {
        static let wordBytes = 8

        private let count: Int
        private let first: UInt64
        private let last: UInt64

        /// Whether nothing of the name lies between its ends.
        var isWhole: Bool { count <= 2 * Self.wordBytes }

        @inline(__always)
        init(_ name: Span<UInt8>) {
            count = name.count
            // The loads are checked against the bounds of the name. In a short one the words overlap.
            switch count {
            case 8...:
                first = name.bytes.unsafeLoadUnaligned(as: UInt64.self)
                last = name.bytes.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            case 4...7:
                first = UInt64(name.bytes.unsafeLoadUnaligned(as: UInt32.self))
                last = UInt64(name.bytes.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            default:
                var word: UInt64 = 0
                for place in name.indices { word = word << 8 | UInt64(name[place]) }
                first = word
                last = 0
            }
        }
    }
}
