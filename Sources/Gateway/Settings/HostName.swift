import Wire

/// A host in the settings (RFC 3986 §3.2.2), without the port, because the port of a request does not matter.
enum HostName {
    /// What the host has to be, as error messages say it.
    static let rule = "a host name or an address alone, without scheme, port or path"

    /// Whether a request can have this host.
    static func isValid(_ text: String) -> Bool {
        let isLiteral = text.utf8.first == UInt8(ascii: "[")
        let hasPort = isLiteral ? text.utf8.last != UInt8(ascii: "]") : text.utf8.contains(UInt8(ascii: ":"))
        return !hasPort && Authority.isValid(text.utf8.span)
    }
}
