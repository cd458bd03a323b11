import Checkout
import Wire

/// pydantic's error type and message for a broken rule.
struct PydanticWords {
    let type: String
    let message: String
    /// The only member of `ctx`; nil if the error has no `ctx`.
    let context: Context?

    /// A member of `ctx`.
    enum Context {
        /// `expected`: the allowed words.
        case expected(String)
        /// `ge`: the least allowed number.
        case least(Int64)
        /// `le`: the greatest allowed number.
        case greatest(Int64)
    }

    /// - Parameter input: the value that broke the rule.
    init(_ rule: Rule, _ input: JSON? = nil) {
        context =
            switch rule {
            case .choice(let words): .expected(PydanticWords.list(words))
            case .range(let low, let high): PydanticWords.isBelow(low, input) ? .least(low) : .greatest(high)
            default: nil
            }
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
            case .choice(let words): ("literal_error", "Input should be \(PydanticWords.list(words))")
            case .range(let low, _) where PydanticWords.isBelow(low, input):
                ("greater_than_equal", "Input should be greater than or equal to \(low)")
            case .range(_, let high): ("less_than_equal", "Input should be less than or equal to \(high)")
            // Of these rules the gateway's FastAPI models have only those of ``PydanticRule``. A service's own
            // validator would use the other words.
            case .duplicate, .missingAll, .format, .length, .own:
                rule.own(PydanticRule.self).map { ($0.rawValue, $0.message) }
                    ?? ("value_error", "Value error, invalid input")
            }
    }

    /// Whether pydantic reads a value as an integer below a limit.
    private static func isBelow(_ limit: Int64, _ input: JSON?) -> Bool {
        guard let input, case .digits(let digits) = PydanticInteger.read(input) else { return false }
        return JSONNumber.int64(digits).map { $0 < limit } ?? (digits.first == UInt8(ascii: "-"))
    }

    /// `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
    private static func list(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
