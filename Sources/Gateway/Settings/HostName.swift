import Wire

/// A host as the settings name one (RFC 3986 §3.2.2), without the port, since requests are told by their host alone.
enum HostName {
    /// What it has to be, in the words of a fault.
    static let rule = "a host name or an address alone, without scheme, port or path"

    /// Whether a request can be for it.
    static func isValid(_ text: String) -> Bool {
        let isLiteral = text.utf8.first == UInt8(ascii: "[")
        let hasPort = isLiteral ? text.utf8.last != UInt8(ascii: "]") : text.utf8.contains(UInt8(ascii: ":"))
        return !hasPort && Authority.isValid(text.utf8.span)
    }
}
