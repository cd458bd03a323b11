package import Wire

/// The URL of a call, in the only spelling in which it is judged and sent, so that libcurl cannot read it differently:
/// an absolute http or https URL with a name or an address as its host, without user information and fragment.
package struct TargetURL: Sendable, Hashable {
    /// The host: a name, or an address.
    package enum Host: Sendable, Hashable {
        /// A domain name in ASCII and small letters, without a dot at its end.
        case name(String)
        /// The address that the URL itself contains.
        case address(IPAddress)
    }

    /// Why a text cannot be called.
    package enum Fault: Error, Sendable, CaseIterable {
        /// More than ``TargetURL/bytesMax`` bytes.
        case length
        /// Another scheme, a relative reference, or no host.
        case notAbsolute
        /// A character that is not visible ASCII, or a backslash.
        case character
        /// A user name or a password.
        case userInformation
        /// A host that is neither a domain name nor an address in its usual spelling.
        case host
        /// A port that nothing can listen on.
        case port
        /// A fragment, which is never sent.
        case fragment

        /// The rule that the text breaks, as the end of a sentence about the URL.
        package var rule: String {
            switch self {
            case .length: "it has to be at most \(TargetURL.bytesMax) bytes long"
            case .notAbsolute: "it has to be an absolute http or https URL with a host"
            case .character: "it has to be visible ASCII without backslashes"
            case .userInformation: "it has to be without a user name and a password"
            case .host: "its host has to be a domain name, an IPv4 address of four decimal numbers, or an IPv6 address"
            case .port: "its port has to be 1 to 65535"
            case .fragment: "it has to be without a fragment"
            }
        }
    }

    /// The longest URL, in bytes.
    package static let bytesMax = 2_048

    /// Whether the scheme is https.
    package let isSecure: Bool
    /// The host.
    package let host: Host
    /// 1 to 65535; the port of the scheme if the URL has none.
    package let port: Int
    /// The path, which begins with a slash, and the query.
    let target: String

    /// Reads a URL. Throws the first ``Fault``.
    package init(_ text: String) throws(Fault) {
        let text = Array(text.utf8)
        guard text.count <= Self.bytesMax else { throw .length }
        guard text.allSatisfy({ 0x21...0x7e ~= $0 && $0 != UInt8(ascii: "\\") }) else { throw .character }
        let rest: ArraySlice<UInt8>
        if ASCII.equalIgnoringCase(text.prefix(8), "https://") {
            (isSecure, rest) = (true, text.dropFirst(8))
        } else if ASCII.equalIgnoringCase(text.prefix(7), "http://") {
            (isSecure, rest) = (false, text.dropFirst(7))
        } else {
            throw .notAbsolute
        }
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let (authority, tail) = (rest[..<(end ?? rest.endIndex)], rest[(end ?? rest.endIndex)...])
        guard !authority.contains(UInt8(ascii: "@")) else { throw .userInformation }
        guard !tail.contains(UInt8(ascii: "#")) else { throw .fragment }
        let parts = try Self.split(authority)
        port = parts.port ?? (isSecure ? 443 : 80)
        host = try Self.host(parts.host)
        target = (tail.first == UInt8(ascii: "/") ? "" : "/") + String(decoding: tail, as: UTF8.self)
    }

    /// The URL as it is sent. It may contain secrets; see ``description``.
    package var text: String { origin + target }

    /// Scheme, host and port.
    package var origin: String {
        let isUsual = port == (isSecure ? 443 : 80)
        return (isSecure ? "https://" : "http://") + hostText + (isUsual ? "" : ":\(port)")
    }

    /// The host as a URL spells it: an IPv6 address in brackets.
    var hostText: String {
        switch host {
        case .name(let name): name
        case .address(let address): address.isIPv4 ? "\(address)" : "[\(address)]"
        }
    }

    /// Splits an authority without user information at the colon before its port.
    private static func split(
        _ authority: ArraySlice<UInt8>
    ) throws(Fault) -> (host: ArraySlice<UInt8>, port: Int?) {
        // The colons of an IPv6 address are within its brackets.
        guard authority.last != UInt8(ascii: "]"), let colon = authority.lastIndex(of: UInt8(ascii: ":")) else {
            return (authority, nil)
        }
        let digits = authority[(colon + 1)...]
        guard !digits.isEmpty else { return (authority[..<colon], nil) }
        guard let port = ASCII.natural(digits), 1...65_535 ~= port else { throw .port }
        return (authority[..<colon], port)
    }

    private static func host(_ text: ArraySlice<UInt8>) throws(Fault) -> Host {
        guard let first = text.first else { throw .notAbsolute }
        if first == UInt8(ascii: "[") {
            let inner = text.dropFirst().dropLast()
            guard text.last == UInt8(ascii: "]"), inner.contains(UInt8(ascii: ":")), let address = IPAddress(inner)
            else { throw .host }
            return .address(address)
        }
        let isRooted = text.count > 1 && text.last == UInt8(ascii: ".")
        let name = (isRooted ? text.dropLast() : text).map(ASCII.lowercase)
        if let address = IPAddress(name[...]), address.isIPv4, !name.contains(UInt8(ascii: ":")) {
            return .address(address)
        }
        guard HostName.isName(name) else { throw .host }
        return .name(String(decoding: name, as: UTF8.self))
    }
}

extension TargetURL: CustomStringConvertible {
    /// The URL for people and logs: the query, which may be a secret, is hidden.
    package var description: String {
        guard let mark = target.firstIndex(of: "?") else { return text }
        return origin + target[...mark] + "***"
    }
}
