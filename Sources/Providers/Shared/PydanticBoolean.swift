import Checkout
import Wire

/// pydantic's `bool` in lax mode: which values it accepts, and as which boolean.
enum PydanticBoolean {
    /// The result of reading a value.
    enum Reading {
        case boolean(Bool)
        case broken(Rule)
    }

    private static let words: [(word: StaticString, value: Bool)] = [
        ("0", false), ("off", false), ("f", false), ("false", false), ("n", false), ("no", false),
        ("1", true), ("on", true), ("t", true), ("true", true), ("y", true), ("yes", true),
    ]

    static func read(_ value: JSON) -> Reading {
        switch value.kind {
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .string:
            if value.hasLoneSurrogate { return .broken(PydanticRule.stringUnicode.rule) }
            return read(value.stringBytes ?? [])
        case .integer:
            return read(integer: PythonNumber.integer(value.source))
        case .float:
            // For a number with a fraction or beyond 64 bits, pydantic reports the type, not the value.
            guard case .digits(let digits) = PydanticInteger.read(value) else { return .broken(.type(.boolean)) }
            return read(integer: digits)
        case .null, .array, .object:
            return .broken(.type(.boolean))
        }
    }

    private static func read(_ text: ArraySlice<UInt8>) -> Reading {
        for (word, value) in words where ASCII.equalIgnoringCase(text, word) { return .boolean(value) }
        return .broken(PydanticRule.boolParsing.rule)
    }

    private static func read(integer digits: ArraySlice<UInt8>) -> Reading {
        switch JSONNumber.int64(digits) {
        case 0: .boolean(false)
        case 1: .boolean(true)
        // pydantic 2.13 does not interpret an integer beyond 64 bits.
        case nil: .broken(.type(.boolean))
        default: .broken(PydanticRule.boolParsing.rule)
        }
    }
}
