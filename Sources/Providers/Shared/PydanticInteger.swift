import Checkout
import Wire

/// pydantic's `int` in lax mode: which values it accepts, and as which integer.
///
/// The rules for strings follow pydantic 2.12 and 2.13 step by step, with all their oddities: `"00-12"` is -12. The
/// number of digits is the only limit on an integer.
enum PydanticInteger {
    /// The maximum number of digits of an integer in a string, including a `-` (pydantic before 2.14).
    private static let digitsMax = 4_300

    /// The result of reading a value.
    enum Reading {
        /// `0`, or digits that begin with another digit than 0, with a leading `-` if the integer is negative.
        case digits(ArraySlice<UInt8>)
        case broken(Rule)
    }

    static func read(_ value: JSON) -> Reading {
        switch value.kind {
        case .integer: .digits(PythonNumber.integer(value.source))
        case .true: .digits([UInt8(ascii: "1")])
        case .false: .digits([UInt8(ascii: "0")])
        case .float: read(JSONNumber.double(value.source))
        case .string: read(value.stringBytes ?? [], hasLoneSurrogate: value.hasLoneSurrogate)
        case .null, .array, .object: .broken(.type(.integer))
        }
    }

    private static func read(_ number: Double) -> Reading {
        guard number.isFinite else { return .broken(PydanticRule.finiteNumber.rule) }
        guard number.rounded(.towardZero) == number else { return .broken(.fractional) }
        // -2^63 fits into 64 bits, but pydantic refuses it too.
        guard number.magnitude < 0x1p63 else { return .broken(PydanticRule.intParsingSize.rule) }
        var digits: [UInt8] = []
        Decimal.append(Int64(number), to: &digits)
        return .digits(digits[...])
    }

    private static func read(_ text: ArraySlice<UInt8>, hasLoneSurrogate: Bool) -> Reading {
        if hasLoneSurrogate { return .broken(PydanticRule.stringUnicode.rule) }
        switch plain(text) {
        case .integer(let digits): return .digits(digits)
        case .tooLong: return .broken(PydanticRule.intParsingSize.rule)
        case .neither: break
        }
        if let cleaned = cleaned(text), case .integer(let digits) = plain(cleaned[...]) { return .digits(digits) }
        return .broken(PydanticRule.intParsing.rule)
    }

    private enum Plain {
        case integer(ArraySlice<UInt8>)
        case tooLong
        case neither
    }

    /// Reads a text as an integer without any cleaning: `-?(0|[1-9][0-9]*)`. The length is checked before the text
    /// after the digits, unless a needless leading zero has ended the reading already.
    private static func plain(_ text: ArraySlice<UInt8>) -> Plain {
        let unsigned = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
        let digits = unsigned.prefix(while: ASCII.isDigit)
        if digits.first == UInt8(ascii: "0"), digits.count > 1 { return .neither }
        if digits.endIndex - text.startIndex > digitsMax { return .tooLong }
        guard !digits.isEmpty, digits.endIndex == text.endIndex else { return .neither }
        return .integer(PythonNumber.integer(text))
    }

    /// The text after the cleaning that pydantic does before its second attempt; nil if pydantic gives up.
    private static func cleaned(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var rest = withoutWhiteSpaceAround(text)
        var isNegative = false
        if rest.first == UInt8(ascii: "+") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") { return nil }
        } else if rest.first == UInt8(ascii: "-") {
            rest.removeFirst()
            isNegative = true
        }
        guard let first = rest.first, ASCII.isDigit(first) || first == UInt8(ascii: "-") else { return nil }
        if first == UInt8(ascii: "0") {
            guard let withoutZeros = withoutLeadingZeros(rest) else { return nil }
            rest = withoutZeros
        }
        if let dot = rest.firstIndex(of: UInt8(ascii: ".")), dot + 1 < rest.endIndex,
            rest[(dot + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") })
        {
            rest = rest[..<dot]
        }
        var out: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
        out.append(contentsOf: rest)
        if hasOnlyInnerUnderscores(out) { out.removeAll { $0 == UInt8(ascii: "_") } }
        return out
    }

    private static func withoutWhiteSpaceAround(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var scalars = Substring(decoding: text, as: UTF8.self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return Array(Substring(scalars).utf8)[...]
    }

    /// The text from its first digit that is not a needless zero; nil if another character comes first.
    private static func withoutLeadingZeros(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let skipped = text.prefix { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "_") }
        guard skipped.endIndex < text.endIndex else { return text.suffix(1) }
        switch text[skipped.endIndex] {
        case UInt8(ascii: "."): return text[(skipped.endIndex - 1)...]
        case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "-"): return text[skipped.endIndex...]
        default: return nil
        }
    }

    private static func hasOnlyInnerUnderscores(_ text: [UInt8]) -> Bool {
        let underscore = UInt8(ascii: "_")
        guard text.first != underscore, text.last != underscore else { return false }
        return !zip(text, text.dropFirst()).contains { $0 == underscore && $1 == underscore }
    }
}
