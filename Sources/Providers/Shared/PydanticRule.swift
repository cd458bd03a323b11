import Checkout

/// Rules that pydantic tells apart and the domain does not. The raw values are pydantic's own error types.
enum PydanticRule: String, CaseIterable {
    /// A string that is no integer.
    case intParsing = "int_parsing"
    /// A string of too many digits, or a float beyond 64 bits.
    case intParsingSize = "int_parsing_size"
    /// Not a number, or infinite.
    case finiteNumber = "finite_number"
    /// A string that holds half a surrogate pair.
    case stringUnicode = "string_unicode"

    /// The rule as an issue carries it.
    var rule: Rule { .own(rawValue) }

    /// pydantic's sentence.
    var message: String {
        switch self {
        case .intParsing: "Input should be a valid integer, unable to parse string as an integer"
        case .intParsingSize: "Unable to parse input string as an integer, exceeded maximum size"
        case .finiteNumber: "Input should be a finite number"
        case .stringUnicode: "Input should be a valid string, unable to parse raw data as a unicode string"
        }
    }
}
