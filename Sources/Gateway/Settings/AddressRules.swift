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

/// The path of the database file.
///
/// SQLite and programs that use it also take names that are not paths, such as `:memory:` and
/// `file:gateway.db?mode=ro`. As paths they would make files with these names in the working folder, which the operator
/// does not want.
enum DatabasePath {
    /// What the path has to be, as error messages say it.
    static let rule = "the path of a file, not a name that SQLite or a library gives a meaning of its own"

    static func isValid(_ text: String) -> Bool {
        // SQLite reserves all names that begin with a colon.
        if text.hasPrefix(":") { return false }
        let lowered = text.lowercased()
        return !["file:", "sqlite:", "sqlite3:"].contains(where: lowered.hasPrefix) && !text.contains("://")
    }
}
