import Server
import Wire

/// What one proxy tells of who came to it.
struct Hop: Equatable {
    /// Nil where the proxy does not say: `unknown`, or a name of its own making (RFC 7239 §6.2, §6.3).
    var address: PeerAddress?
    var origin = Origin()
}

/// The forms in which a proxy writes an address, RFC 7239 §6 and what `X-Forwarded-For` has made customary.
enum Node {
    /// The address of a node; nil within where it is not told, nil in all where the text is no node.
    ///
    /// - Parameter takesBareIPv6: `X-Forwarded-For` has IPv6 addresses without brackets, `Forwarded` must not.
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

    /// Nothing, or a colon with `1*5DIGIT` or an obfuscated port.
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
