import Wire

/// An absolute http or https URL, taken apart: where its parts stand in its text.
///
/// What a browser repairs before it follows a URL (a backslash, a line break, slashes that are missing) is refused, since
/// another reader may repair it differently. What it escapes is taken.
package struct WebURL: Sendable {
    /// Whether the scheme is https.
    package let isSecure: Bool
    /// What stands before the `@` of the authority; empty where there is none.
    package let userInformation: Range<Int>
    /// The host as it was written; never empty.
    package let host: Range<Int>
    /// 1 to 65535; nil where the URL has none.
    package let port: Int?
    /// Path, query and fragment.
    package let tail: Range<Int>

    /// Why a URL is not followed.
    package enum Fault: Error, Sendable, CaseIterable {
        /// Another scheme, a relative reference, or no host.
        case notAbsolute
        /// A character that browsers drop or take for another one.
        case character
        /// A character before the `@` of the authority that has to be escaped there.
        case userInformation
        /// A host that no name server knows and that is no address.
        case host
        /// A port that nothing can listen on.
        case port
        /// More bytes than a `Location` may have.
        case length

        /// The rule that it breaks, as the end of a sentence about the URL.
        package var rule: String {
            switch self {
            case .notAbsolute: "it has to be an absolute http or https URL with a host"
            case .character:
                "it has to be without control characters, without backslashes, and without blanks but within its path"
            case .userInformation: "its user information has to be percent-encoded"
            case .host: "its host has to be a domain name or an IP address"
            case .port: "its port has to be 1 to 65535"
            case .length: "it has to be at most \(ReturnTarget.bytesMax) bytes long when it is percent-encoded"
            }
        }
    }

    private static let authorityEnds = OctetSet("/?#")
    /// RFC 3986 §3.2.1, escapes among it.
    static let plainUserInformation = OctetSet("-._~%!$&'()*+,;=:", withLettersAndDigits: true)

    /// Takes a text apart. The host is not judged here, see ``WebHost``. Throws the ``Fault`` that comes first.
    package init(_ text: Span<UInt8>) throws(Fault) {
        let slash = UInt8(ascii: "/")
        guard let colon = text.firstPlace(of: UInt8(ascii: ":")), text.count > colon + 3, text[colon + 1] == slash,
            text[colon + 2] == slash
        else { throw .notAbsolute }
        let scheme = text.extracting(..<colon)
        isSecure = ASCII.equalIgnoringCase(scheme, "https")
        guard isSecure || ASCII.equalIgnoringCase(scheme, "http") else { throw .notAbsolute }
        let start = colon + 3
        let end = start + Self.authorityEnds.firstPlace(in: text.extracting(start...))
        try Self.checkCharacters(text, from: start, blanksFrom: end)
        let sign = text.extracting(start..<end).lastPlace(of: UInt8(ascii: "@"))
        userInformation = start..<start + (sign ?? 0)
        for place in userInformation {
            guard Self.plainUserInformation.contains(text[place]) || text[place] >= 0x80 else { throw .userInformation }
        }
        let hostStart = sign.map { start + $0 + 1 } ?? start
        var hostEnd = end
        var port: Int?
        // The colons of an IPv6 address stand within its brackets.
        if end > hostStart, text[end - 1] != UInt8(ascii: "]"),
            let colon = text.extracting(hostStart..<end).lastPlace(of: UInt8(ascii: ":"))
        {
            hostEnd = hostStart + colon
            let digits = text.extracting((hostEnd + 1)..<end)
            if !digits.isEmpty {
                guard let number = ASCII.natural(digits), (1...65_535).contains(number) else { throw .port }
                port = number
            }
        }
        guard hostEnd > hostStart else { throw .notAbsolute }
        host = hostStart..<hostEnd
        self.port = port
        tail = end..<text.count
    }

    private static func checkCharacters(
        _ text: Span<UInt8>, from start: Int, blanksFrom tail: Int
    ) throws(Fault) {
        for place in start..<text.count {
            let byte = text[place]
            if byte > 0x20, byte != UInt8(ascii: "\\"), byte != 0x7F { continue }
            // A blank within a path, query or fragment is escaped; one at the end would be dropped.
            guard byte == 0x20, place >= tail, place < text.count - 1 else { throw .character }
        }
    }
}
