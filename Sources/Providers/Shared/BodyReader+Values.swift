import Checkout
import Wire

/// Reads strings, booleans and integers. Each function returns nil for nil.
extension BodyReader {
    /// The characters of a string, in UTF-8; nil and an issue if the value has another type. They may hold encoded
    /// surrogates if the dialect's grammar keeps them.
    mutating func characters(_ value: Value?) -> ArraySlice<UInt8>? {
        guard let value else { return nil }
        guard let characters = document.characters(of: value.index) else {
            record(.type(.string), at: value)
            return nil
        }
        return characters
    }

    /// Any string; nil and an issue if the value has another type. Each lone surrogate becomes U+FFFD.
    mutating func string(_ value: Value?) -> String? {
        guard let characters = characters(value) else { return nil }
        // A text of RFC 8259 has no lone surrogates, so the characters are not searched for them.
        return document.isStandard ? String(utf8: characters.span) : JSONString.text(characters)
    }

    /// Converts the characters of a string. Records an issue and returns nil if the value has another type or `read`
    /// returns nil.
    ///
    /// - Parameter rule: the rule that is broken if `read` returns nil.
    mutating func text<Result>(
        _ value: Value?, _ rule: @autoclosure () -> Rule, _ read: (Span<UInt8>) -> Result?
    ) -> Result? {
        guard let value, let characters = characters(value) else { return nil }
        let result = read(characters.span)
        if result == nil { record(rule(), at: value) }
        return result
    }

    /// A string of a certain format; nil and an issue if the value has another type or format.
    mutating func string(
        _ value: Value?, _ format: @autoclosure () -> Format, _ isRight: (Span<UInt8>) -> Bool
    ) -> String? {
        text(value, .format(format())) { isRight($0) ? String(utf8: $0) : nil }
    }

    /// Checks a string and records the rule that it breaks. A value that is not a string breaks the rule of its type.
    ///
    /// - Parameter brokenRule: returns the rule that the characters break; nil if they are valid.
    mutating func check(_ value: Value?, _ brokenRule: (Span<UInt8>) -> Rule?) {
        guard let value, let characters = characters(value) else { return }
        if let rule = brokenRule(characters.span) { record(rule, at: value) }
    }

    /// A string that must be one of these words; nil and an issue for any other value.
    mutating func choice(_ value: Value?, of words: [String]) -> String? {
        text(value, .choice(words)) { characters in
            // Bytes are compared, not strings: Swift treats two Unicode spellings of a word as equal.
            words.first { ASCII.equal(characters, $0.utf8.span) }
        }
    }

    /// A boolean, or a value that the policy reads as one; nil and an issue for any other value.
    mutating func boolean(_ value: Value?) -> Bool? {
        guard let value else { return nil }
        switch policy.coercion {
        case .none:
            if let bool = json(value).bool { return bool }
            record(.type(.boolean), at: value)
        case .pydantic:
            switch PydanticBoolean.read(json(value)) {
            case .boolean(let bool): return bool
            case .broken(let rule): record(rule, at: value)
            }
        }
        return nil
    }

    /// An integer in a range, or a value that the policy reads as one; nil and an issue for any other value.
    mutating func integer(_ value: Value?, in range: ClosedRange<Int64>) -> Int64? {
        guard let value else { return nil }
        switch policy.coercion {
        case .none:
            return whole(value, in: range)
        case .pydantic:
            guard let digits = digits(value) else { return nil }
            if let number = JSONNumber.int64(digits), range.contains(number) { return number }
            record(.range(range.lowerBound, range.upperBound), at: value)
            return nil
        }
    }

    /// The digits of an integer of any size as pydantic reads it, with a leading `-` if it is negative.
    mutating func digits(_ value: Value?) -> ArraySlice<UInt8>? {
        guard let value else { return nil }
        switch PydanticInteger.read(json(value)) {
        case .digits(let digits): return digits
        case .broken(let rule): record(rule, at: value)
        }
        return nil
    }

    /// A whole number in any spelling.
    private mutating func whole(_ value: Value, in range: ClosedRange<Int64>) -> Int64? {
        let kind = document.nodes[value.index].kind
        guard kind == .integer || kind == .float else {
            record(.type(.integer), at: value)
            return nil
        }
        switch JSONNumber.whole(document.source(of: value.index).span) {
        case .exactly(let number) where range.contains(number): return number
        case .exactly, .tooLarge: record(.range(range.lowerBound, range.upperBound), at: value)
        case .fractional: record(.fractional, at: value)
        }
        return nil
    }
}
