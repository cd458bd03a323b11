/// Words that give a name its kind at any position in it, all searched in one pass.
struct NameParts {
    /// A word of at least two lower-case letters, and the kind that it gives.
    typealias Part = (word: StaticString, kind: Mask.Kind)

    /// In order of priority.
    let all: [Part]
    /// Indices of ``all``, grouped by the first two letters of the words.
    private let order: [Int]
    /// The range in ``order`` for each two letters, by ``pair(_:_:)``.
    private let ranges: [Range<Int>]

    init(_ parts: [Part]) {
        all = parts
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        var order: [Int] = []
        ranges = letters.flatMap { first in
            letters.map { second in
                let start = order.count
                order += parts.indices.filter { index in
                    let word = parts[index].word
                    return word.utf8Start[0] == first && word.utf8Start[1] == second
                }
                return start..<order.count
            }
        }
        self.order = order
    }

    /// The kind of the first of these words in a name; nil if the name has none.
    func kind(of letters: NameLetters) -> Mask.Kind? {
        let (bytes, all, order, ranges) = (letters.bytes.span, all.span, order.span, ranges.span)
        var first = all.count
        for start in bytes.indices.dropLast() {
            guard let pair = Self.pair(bytes[start], bytes[start + 1]) else { continue }
            for index in ranges[pair] where order[index] < first && isIn(bytes, at: start, all[order[index]].word) {
                first = order[index]
            }
        }
        return first < all.count ? all[first].kind : nil
    }

    /// The number of two letters among all pairs; nil if one is not an ASCII letter.
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int? {
        let (high, low) = (first &- UInt8(ascii: "a"), second &- UInt8(ascii: "a"))
        return high < 26 && low < 26 ? Int(high) * 26 + Int(low) : nil
    }

    private func isIn(_ bytes: Span<UInt8>, at start: Int, _ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard start + count <= bytes.count else { return false }
        for index in 0..<count where bytes[start + index] != word.utf8Start[index] { return false }
        return true
    }
}
