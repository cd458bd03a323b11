import Server
import Wire

/// What one proxy says about its client.
struct Hop: Equatable {
    /// Nil if the proxy does not say: `unknown`, or a name of its own (RFC 7239 §6.2, §6.3).
    var address: PeerAddress?
    var origin = Origin()
}

/// The forms in which proxies write an address: those of RFC 7239 §6, and those that are usual in `X-Forwarded-For`.
enum Node {
    /// The address of a node: `.some(nil)` if the node hides it, nil if the text is not a node.
    ///
    /// - Parameter takesBareIPv6: whether IPv6 addresses may have no brackets, as in `X-Forwarded-For` but not in
    ///   `Forwarded`.
    static func address(_ text: ArraySlice<UInt8>, takesBareIPv6: Bool) -> PeerAddress?? {
        if takesBareIPv6, let address = PeerAddress(text) { return .some(address) }
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")), isPort(text[(end + 1)...]) else { return nil }
            let inner = text[(text.startIndex + 1)..<end]
            guard inner.contains(UInt8(ascii: ":")), let address = PeerAddress(inner) else { return nil }
            return .some(address)
        }
        let end = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        let name = text[..<end]
        guard isPort(text[end...]) else { return nil }
        if let address = PeerAddress(name) { return .some(address) }
        return ASCII.equalIgnoringCase(name, "unknown") || isObfuscated(name) ? .some(nil) : nil
    }

    /// Empty, or a colon with `1*5DIGIT` or an obfuscated port.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let colon = text.first else { return true }
        let port = text.dropFirst()
        guard colon == UInt8(ascii: ":") else { return false }
        return isObfuscated(port) || (1...5).contains(port.count) && port.allSatisfy(ASCII.isDigit)
    }

    /// `"_" 1*( ALPHA / DIGIT / "." / "_" / "-" )`.
    private static func isObfuscated(_ text: ArraySlice<UInt8>) -> Bool {
        text.count > 1 && text.first == UInt8(ascii: "_")
            && text.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || "._-".utf8.contains($0) }
    }
}

/// How a client reaches the gateway, as far as the proxies say.
struct Origin: Sendable, Equatable {
    /// Whether by https; nil if no proxy says.
    var isSecure: Bool?
    /// The host, with the port if it has one; nil if no proxy says.
    var host: ArraySlice<UInt8>?
}
