import Wire

/// An origin as browsers send it in `Origin` (RFC 6454 §6.2): `scheme://host`, with the port if it is not the scheme's
/// default.
enum WebOrigin {
    /// The entry that means all origins.
    static let any = Array("*".utf8)

    /// Why an entry of the setting is not an origin, as the end of a sentence; nil if it is one.
    ///
    /// - Parameter count: how many entries there are.
    static func fault(_ entry: ArraySlice<UInt8>, among count: Int) -> String? {
        if entry.elementsEqual(any) { return count == 1 ? nil : "means all origins and has to stand alone" }
        if ASCII.equalIgnoringCase(entry, "null") {
            return "files, sandboxed frames and redirects of any site send, so that it names nobody; * allows them"
        }
        return normalized(entry) == nil
            ? "has to be * or an origin alone, scheme://host or scheme://host:port, such as https://app.example" : nil
    }

    /// An entry as browsers write it, in lower case and without the scheme's default port, or `*`; nil for another
    /// text.
    static func normalized(_ entry: ArraySlice<UInt8>) -> [UInt8]? {
        if entry.elementsEqual(any) { return any }
        guard let colon = entry.firstIndex(of: UInt8(ascii: ":")), entry[colon...].starts(with: "://".utf8),
            let first = entry.first, ASCII.isLetter(first),
            entry[..<colon].allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || "+-.".utf8.contains($0) })
        else { return nil }
        let scheme = entry[..<colon].map(ASCII.lowercase)
        let authority = entry[(colon + 3)...]
        // The grammar of hosts allows `*`, but no browser sends it.
        guard Authority.isValid(authority.span), !authority.contains(UInt8(ascii: "*")) else { return nil }
        let hostEnd = portColon(authority) ?? authority.endIndex
        let origin = scheme + "://".utf8 + authority[..<hostEnd].map(ASCII.lowercase)
        guard let port = ASCII.natural(authority[hostEnd...].dropFirst()), port != standardPort(scheme) else {
            return origin
        }
        return origin + ":\(port)".utf8
    }

    /// The index of the colon before the port; the colons of an IPv6 address are within its brackets.
    private static func portColon(_ authority: ArraySlice<UInt8>) -> Int? {
        let last = authority.lastIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "]") }
        return last.flatMap { authority[$0] == UInt8(ascii: ":") ? $0 : nil }
    }

    private static func standardPort(_ scheme: [UInt8]) -> Int? {
        if scheme.elementsEqual("https".utf8) { return 443 }
        return scheme.elementsEqual("http".utf8) ? 80 : nil
    }
}
