import Checkout

/// Rules that pydantic distinguishes and the domain does not. The raw values are pydantic's error types.
enum PydanticRule: String, ProviderRule, CaseIterable {
    /// A string that is not an integer.
    case intParsing = "int_parsing"
    /// A string with too many digits, or a float that does not fit into 64 bits.
    case intParsingSize = "int_parsing_size"
    /// A string or a number that is not a boolean.
    case boolParsing = "bool_parsing"
    /// A value that is not an object, for a member of type `dict`.
    case dictType = "dict_type"
    /// Not a number, or infinite.
    case finiteNumber = "finite_number"
    /// A string with a lone surrogate.
    case stringUnicode = "string_unicode"

    var summary: String { rawValue }

    /// pydantic's message.
    var message: String {
        switch self {
        case .intParsing: "Input should be a valid integer, unable to parse string as an integer"
        case .intParsingSize: "Unable to parse input string as an integer, exceeded maximum size"
        case .boolParsing: "Input should be a valid boolean, unable to interpret input"
        case .dictType: "Input should be a valid dictionary"
        case .finiteNumber: "Input should be a finite number"
        case .stringUnicode: "Input should be a valid string, unable to parse raw data as a unicode string"
        }
    }
}
