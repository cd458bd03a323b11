import Wire

/// Decimal numbers of 96 bits. Their text is checked and kept as it is; the gateway does not compute with them.
enum MeteroidDecimal {
    /// 2^96 - 1, the largest magnitude of a whole number.
    private static let magnitudeMax = Array("79228162514264337593543950335".utf8)
    /// The number of its digits.
    private static let digitsMax = 29

    /// Whether a text is a decimal: an optional sign; digits, with `_` after any of them but not before the first; one
    /// point with digits on at least one side; an optional exponent; and a whole part within 96 bits. The server rounds
    /// away digits of a fraction that do not fit, so there may be any number of them.
    static func accepts(_ text: ArraySlice<UInt8>) -> Bool {
        if isPlain(text.span) { return true }
        var rest = text
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        /// The digits from the first one that is not 0.
        var digits: [UInt8] = []
        /// The position of the point, counted in `digits`; negative if zeros follow it.
        var point: Int?
        var hasDigit = false
        while let byte = rest.first {
            if ASCII.isDigit(byte) {
                hasDigit = true
                if !digits.isEmpty || byte != UInt8(ascii: "0") {
                    digits.append(byte)
                } else if let zeros = point {
                    point = zeros - 1
                }
            } else if byte == UInt8(ascii: "."), point == nil {
                point = digits.count
            } else if byte != UInt8(ascii: "_") || !hasDigit {
                break
            }
            rest.removeFirst()
        }
        guard hasDigit, let exponent = exponent(rest) else { return false }
        return digits.isEmpty || fits(digits, wholeDigits: (point ?? digits.count) + exponent)
    }

    /// Whether a text is digits and at most one point, as nearly all decimals are, and short enough to be within every
    /// limit.
    static func isPlain(_ text: Span<UInt8>) -> Bool {
        guard text.count < digitsMax else { return false }
        var points = 0
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39: break
            case UInt8(ascii: "."): points += 1
            default: return false
            }
        }
        return points < 2 && points < text.count
    }

    /// The exponent; 0 if the text is empty, nil if it is not an exponent.
    private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
        guard let mark = text.first else { return 0 }
        guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
        var digits = text.dropFirst()
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
        // A body has far fewer digits than this, so a larger exponent makes no difference.
        let magnitude = min(ASCII.natural(digits) ?? .max, 1_000_000_000)
        return isNegative ? -magnitude : magnitude
    }

    private static func fits(_ digits: [UInt8], wholeDigits count: Int) -> Bool {
        if count != digitsMax { return count < digitsMax }
        let zeros = repeatElement(UInt8(ascii: "0"), count: max(0, count - digits.count))
        return !magnitudeMax.lexicographicallyPrecedes(digits.prefix(count) + zeros)
    }
}
