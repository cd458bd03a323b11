import Checkout
import Wire

/// The query of the list call. Unknown parameters are ignored.
struct MeteroidQuery {
    private(set) var status: Status?
    /// The id in the spelling of answers.
    private(set) var customer: String?

    /// Reads `name=value` pairs, decoded as form data. Throws ``Failure/invalid(_:)``.
    init(_ query: ArraySlice<UInt8>) throws(Failure) {
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let name = Self.decoded(pair.prefix { $0 != UInt8(ascii: "=") })
            let value = Self.decoded(pair.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            if ASCII.equal(name[...], "customer_id") {
                guard customer == nil else { throw Self.failure("customer_id: unsupported value") }
                customer = try Self.customer(value[...])
            } else if ASCII.equal(name[...], "status") {
                guard status == nil else { throw Self.failure("status: unsupported value") }
                status = try Self.status(value)
            }
        }
    }

    /// Only an id is accepted here, not an alias.
    private static func customer(_ text: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let id = MeteroidID.canonical(text, "cus_") else {
            throw failure("customer_id: \(MeteroidID.fault(in: text, expecting: "cus_"))")
        }
        return id
    }

    private static func status(_ text: [UInt8]) throws(Failure) -> Status {
        for status in Status.allCases where text.elementsEqual(Meteroid.word(for: status).utf8) { return status }
        let words = Status.allCases.map { "`\(Meteroid.word(for: $0))`" }.joined(separator: ", ")
        throw failure("status: unknown variant `\(String(decoding: text, as: UTF8.self))`, expected one of \(words)")
    }

    private static func failure(_ reason: String) -> Failure {
        let rule = Rule.own("Failed to deserialize query string: \(reason)")
        return .invalid([Issue(rule, at: [], input: nil, offset: 0)])
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
