import Wire

/// The URL at which customers reach the gateway; every link in an answer begins with it.
enum PublicURL {
    /// What the URL has to be, as error messages say it.
    static let rule = "an http or https URL without user information, query, fragment, or a slash at its end"

    /// Whether the text, with a path and a query after it, is a URL (RFC 9110 §4.2, RFC 3986 §3) that leads to the
    /// gateway.
    static func isValid(_ text: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return false }
        let rest = Array(text.utf8)[...].dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != UInt8(ascii: "/") }
        guard Authority.isValid(authority.span) else { return false }
        let path = rest[authority.endIndex...]
        return path.last != UInt8(ascii: "/") && path.allSatisfy(ByteSet.path.contains) && hasWholeEscapes(path)
    }

    /// Whether two hex digits follow each `%` (RFC 3986 §2.1).
    private static func hasWholeEscapes(_ path: ArraySlice<UInt8>) -> Bool {
        path.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false).dropFirst().allSatisfy { part in
            part.count >= 2 && part.prefix(2).allSatisfy { ASCII.hexDigit($0) != nil }
        }
    }
}
