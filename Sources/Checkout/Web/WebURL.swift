import Wire

/// An absolute http or https URL, split into its parts, which are ranges of its text.
///
/// Text that a browser repairs before it follows a URL (a backslash, a line break, missing slashes) is refused, because
/// another reader may repair it differently. Text that a browser escapes is accepted.
package struct WebURL: Sendable {
    /// Whether the scheme is https.
    package let isSecure: Bool
    /// The text before the `@` of the authority; empty if there is no `@`.
    package let userInformation: Range<Int>
    /// The host as it was written; never empty.
    package let host: Range<Int>
    /// 1 to 65535; nil if the URL has no port.
    package let port: Int?
    /// Path, query and fragment.
    package let tail: Range<Int>

    /// Why a URL must not be followed.
    package enum Fault: Error, Sendable, CaseIterable {
        /// Another scheme, a relative reference, or no host.
        case notAbsolute
        /// A character that browsers remove or replace by another one.
        case character
        /// A character before the `@` of the authority that must be escaped there.
        case userInformation
        /// A host that is neither a domain name nor an address.
        case host
        /// A port that nothing can listen on.
        case port
        /// More bytes than a `Location` may have.
        case length

        /// The rule that the URL breaks, as the end of a sentence about it.
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

    private static let authorityEnds = ByteSet("/?#")
    /// RFC 3986 §3.2.1, and `%` for escapes.
    static let plainUserInformation = ByteSet("-._~%!$&'()*+,;=:", withLettersAndDigits: true)

    /// Splits a text. It does not check the host, see ``WebHost``. Throws the first ``Fault``.
    package init(_ text: Span<UInt8>) throws(Fault) {
        let slash = UInt8(ascii: "/")
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), text.count > colon + 3, text[colon + 1] == slash,
            text[colon + 2] == slash
        else { throw .notAbsolute }
        let scheme = text.extracting(..<colon)
        isSecure = ASCII.equalIgnoringCase(scheme, "https")
        guard isSecure || ASCII.equalIgnoringCase(scheme, "http") else { throw .notAbsolute }
        let start = colon + 3
        let end = start + Self.authorityEnds.firstIndex(in: text.extracting(start...))
        try Self.checkCharacters(text, from: start, blanksFrom: end)
        let sign = text.extracting(start..<end).lastIndex(of: UInt8(ascii: "@"))
        userInformation = start..<start + (sign ?? 0)
        for index in userInformation {
            guard Self.plainUserInformation.contains(text[index]) || text[index] >= 0x80 else { throw .userInformation }
        }
        let hostStart = sign.map { start + $0 + 1 } ?? start
        var hostEnd = end
        var port: Int?
        // The colons of an IPv6 address are within its brackets.
        if end > hostStart, text[end - 1] != UInt8(ascii: "]"),
            let colon = text.extracting(hostStart..<end).lastIndex(of: UInt8(ascii: ":"))
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
        var start = start
        while true {
            let index = text.firstRepairedInURL(from: start)
            guard index < text.count else { return }
            // A blank within a path, query or fragment is escaped. Browsers would remove a blank at the end.
            guard text[index] == 0x20, index >= tail, index < text.count - 1 else { throw .character }
            start = index + 1
        }
    }
}
