import Checkout
import Wire

/// The query of the list call. Unknown parameters are ignored.
struct MeteroidQuery {
    private(set) var status: Status?
    /// The id in the spelling of answers.
    private(set) var customer: String?

    /// Why a query cannot be read.
    enum Fault: Sendable, Equatable {
        /// The query has the parameter twice.
        case repeated(Parameter)
        /// The text is not a customer's id.
        case customer([UInt8])
        /// The text is not a status.
        case status([UInt8])

        /// The parameters that the call knows. The raw values are their names.
        enum Parameter: String, Sendable {
            case customer = "customer_id"
            case status
        }

        /// The server's message.
        var words: String {
            switch self {
            case .repeated(let parameter):
                return "\(parameter.rawValue): unsupported value"
            case .customer(let text):
                return "customer_id: \(MeteroidID.fault(in: text[...], expecting: "cus_"))"
            case .status(let text):
                let words = Status.allCases.map { "`\(Meteroid.word(for: $0))`" }.joined(separator: ", ")
                let given = String(decoding: text, as: UTF8.self)
                return "status: unknown variant `\(given)`, expected one of \(words)"
            }
        }
    }

    /// Reads `name=value` pairs, decoded as form data. Throws ``Failure/invalid(_:)``.
    init(_ query: ArraySlice<UInt8>) throws(Failure) {
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let name = Self.decoded(pair.prefix { $0 != UInt8(ascii: "=") })
            let value = Self.decoded(pair.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            if ASCII.equal(name[...], "customer_id") {
                guard customer == nil else { throw Self.failure(.repeated(.customer)) }
                customer = try Self.customer(value)
            } else if ASCII.equal(name[...], "status") {
                guard status == nil else { throw Self.failure(.repeated(.status)) }
                status = try Self.status(value)
            }
        }
    }

    /// Only an id is accepted here, not an alias.
    private static func customer(_ text: [UInt8]) throws(Failure) -> String {
        guard let id = MeteroidID.canonical(text[...], "cus_") else { throw failure(.customer(text)) }
        return id
    }

    private static func status(_ text: [UInt8]) throws(Failure) -> Status {
        for status in Status.allCases where text.elementsEqual(Meteroid.word(for: status).utf8) { return status }
        throw failure(.status(text))
    }

    private static func failure(_ fault: Fault) -> Failure {
        .invalid([Issue(MeteroidRule.query(fault).rule, at: [], input: nil, offset: 0)])
    }

    /// `+` is a space, and a `%` without two hex digits after it stays as it is (WHATWG URL, parsing of
    /// application/x-www-form-urlencoded).
    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var at = text.startIndex
        while at < text.endIndex {
            if text[at] == UInt8(ascii: "%"), at + 2 < text.endIndex, let high = ASCII.hexDigit(text[at + 1]),
                let low = ASCII.hexDigit(text[at + 2])
            {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(text[at] == UInt8(ascii: "+") ? 0x20 : text[at])
                at += 1
            }
        }
        return out
    }
}
