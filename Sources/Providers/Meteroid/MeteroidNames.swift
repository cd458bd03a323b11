/// A short list of names that is searched by their bytes.
struct MeteroidNames: Sendable {
    let texts: [String]
    private let keys: [Key]
    /// The bytes of all names, one name after the other.
    private let bytes: [UInt8]
    /// The offset at which each name begins.
    private let starts: [Int]

    init(_ texts: [String]) {
        self.texts = texts
        keys = texts.map { Key(Array($0.utf8).span) }
        bytes = texts.flatMap(\.utf8)
        starts = texts.indices.map { texts[..<$0].reduce(0) { $0 + $1.utf8.count } }
    }

    /// The index of a name in the list, or nil.
    ///
    /// - Parameter start: the index to check first. Clients send members in the order of the contract, so each name is
    ///   usually found after the one before it.
    @inline(never)  // Inlined, it would take registers from its callers.
    func index(of name: Span<UInt8>, from start: Int = 0) -> Int? {
        let key = Key(name)
        if start < keys.count, keys[start] == key, key.isWhole || isSameBetweenEnds(name, start) { return start }
        for index in keys.indices where keys[index] == key && (key.isWhole || isSameBetweenEnds(name, index)) {
            return index
        }
        return nil
    }

    /// Whether a name is the one at an index, if their keys are equal.
    private func isSameBetweenEnds(_ name: Span<UInt8>, _ index: Int) -> Bool {
        var at = Key.wordBytes
        while at < name.count - Key.wordBytes {
            if bytes[starts[index] + at] != name[at] { return false }
            at += 1
        }
        return true
    }

    /// The part of two names that is compared first: their lengths, and their ends as words. Only the longest names
    /// have bytes between these words.
    private struct Key: Sendable, Equatable {
        static let wordBytes = 8

        private let count: Int
        private let first: UInt64
        private let last: UInt64

        /// Whether the words cover the whole name.
        var isWhole: Bool { count <= 2 * Self.wordBytes }

        @inline(__always)
        init(_ name: Span<UInt8>) {
            count = name.count
            // The loads are checked against the bounds of the name. In a short name the words overlap.
            switch count {
            case 8...:
                first = name.bytes.unsafeLoadUnaligned(as: UInt64.self)
                last = name.bytes.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            case 4...7:
                first = UInt64(name.bytes.unsafeLoadUnaligned(as: UInt32.self))
                last = UInt64(name.bytes.unsafeLoadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            default:
                var word: UInt64 = 0
                for index in name.indices { word = word << 8 | UInt64(name[index]) }
                first = word
                last = 0
            }
        }
    }
}
