import Wire

/// What may stand for a host in place of an address.
enum HostName {
    /// RFC 1035 §2.3.4.
    private static let (nameBytesMax, labelBytesMax) = (253, 63)
    /// Letters, digits and hyphens (RFC 1123 §2.1), and the underscore, which some names of services have.
    private static let label = ByteSet("-_", withLettersAndDigits: true)

    /// Whether a text in small letters is a domain name without a dot at its end.
    ///
    /// A name whose last label is a number, such as `127.1`, `0x7f.1` or `2130706433`, is refused: many readers take it
    /// for an IPv4 address (WHATWG URL §3.5), and getaddrinfo does too.
    static func isName(_ name: [UInt8]) -> Bool {
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.count <= nameBytesMax, let last = labels.last, !isNumber(last) else { return false }
        return labels.allSatisfy { 1...labelBytesMax ~= $0.count && label.containsAll($0.span) }
    }

    /// Whether a name stands for this machine, whatever a name server says (RFC 6761 §6.3).
    static func isLocal(_ name: String) -> Bool {
        name == "localhost" || name.hasSuffix(".localhost")
    }

    private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
        if label.starts(with: "0x".utf8) { return label.dropFirst(2).allSatisfy { ASCII.hexDigit($0) != nil } }
        return label.allSatisfy(ASCII.isDigit)
    }
}
