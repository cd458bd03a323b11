import Checkout

/// Rules of the server that the domain does not know.
enum MeteroidRule: ProviderRule {
    /// The value must be an integer of this type.
    case integer(Integer)
    /// The number must fit into a double.
    case finite
    /// The value must be a decimal number in a string.
    case decimal
    /// The value must be a day.
    case date
    /// The session must end by the year 9999.
    case lifetime
    /// The value must be an object, which the server reads as this record.
    case record(String)
    /// The value must be an object, which the server reads as this union.
    case union(String)
    /// The name of a union's variant must be a string.
    case variant
    /// The query of the list call must be well formed.
    case query(MeteroidQuery.Fault)
    /// The path must have a session's id; this text is not an id.
    case sessionID([UInt8])
    /// The session must exist, and its status must allow a cancellation.
    case cancellable

    /// The server's types of integers. The raw values are their names in Rust.
    enum Integer: String, Sendable {
        case signed32 = "i32"
        case unsigned32 = "u32"
        case signed64 = "i64"
        case unsigned64 = "u64"
    }

    var summary: String { words }

    /// The server's words: what it expected of a value in the body, or its whole message if the rule is not about such
    /// a value.
    var words: String {
        switch self {
        case .integer(let type): type.rawValue
        case .finite: "number"
        case .decimal: "a Decimal type representing a fixed-point number"
        case .date: "a formatted date string"
        case .lifetime: "hours that end by the year 9999"
        case .record(let name): "struct \(name)"
        case .union(let name): "internally tagged enum \(name)"
        case .variant: "variant identifier"
        case .query(let fault): "Failed to deserialize query string: \(fault.words)"
        case .sessionID(let text): "Invalid URL: \(MeteroidID.fault(in: text[...], expecting: "che_"))"
        case .cancellable: "Invalid input: Checkout session not found or cannot be cancelled"
        }
    }

    /// Whether a larger or smaller number could satisfy the rule.
    var isAboutSize: Bool {
        switch self {
        case .integer, .lifetime: true
        default: false
        }
    }
}
