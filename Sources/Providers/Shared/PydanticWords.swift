import Checkout

/// pydantic's error type and message for a broken rule.
struct PydanticWords {
    let type: String
    let message: String
    /// The member `expected` of `ctx`; nil if the error has no `ctx`.
    let expected: String?

    init(_ rule: Rule) {
        expected = if case .choice(let words) = rule { PydanticWords.list(words) } else { nil }
        (type, message) =
            switch rule {
            case .missing: ("missing", "Field required")
            case .type(.string): ("string_type", "Input should be a valid string")
            case .type(.boolean): ("bool_type", "Input should be a valid boolean")
            case .type(.integer): ("int_type", "Input should be a valid integer")
            case .type(.array): ("list_type", "Input should be a valid list")
            case .type(.object):
                (
                    "model_attributes_type",
                    "Input should be a valid dictionary or object to extract fields from"
                )
            case .fractional:
                ("int_from_float", "Input should be a valid integer, got a number with a fractional part")
            case .choice: ("literal_error", "Input should be \(expected ?? "")")
            // The gateway's models have no other rules. A service's own validator would use these words.
            case .duplicate, .missingAll, .range, .format, .length, .own:
                rule.own(PydanticRule.self).map { ($0.rawValue, $0.message) }
                    ?? ("value_error", "Value error, invalid input")
            }
    }

    /// `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
    private static func list(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
