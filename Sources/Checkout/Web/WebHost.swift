import Wire

/// Spells a domain name in ASCII, as browsers do (UTS 46, non-transitional): `münchen.example` is
/// `xn--mnchen-3ya.example`. Nil if a UTF-8 text is not a domain name.
package typealias ASCIIHost = @Sendable (_ name: [UInt8]) -> [UInt8]?

/// The host of a URL as a browser reads it (WHATWG URL §3.5): a domain name, an IPv4 address in any of its spellings, or
/// an IPv6 address in brackets.
package enum WebHost {
    /// RFC 1035 §2.3.4: the limit of a name without the dot at its end, and the limit of each label.
    private static let (nameBytesMax, labelBytesMax) = (253, 63)
    /// The limit of a name in any spelling. In ASCII, a name takes fewer bytes than in any other useful spelling.
    private static let spellingBytesMax = 2_048
    /// Browsers accept a few more characters, which no domain name has.
    private static let plain = ByteSet("-._", withLettersAndDigits: true)

    /// Whether a host is the same in a `Location` as it was written, except for capital letters. It recognizes most of
    /// these hosts, and allocates nothing.
    static func isPlain(_ host: Span<UInt8>) -> Bool {
        guard host.count <= labelBytesMax, plain.containsAll(host) else { return false }
        var start = 0
        while let length = host.extracting(start...).firstIndex(of: UInt8(ascii: ".")) {
            guard length > 0, !isEncoded(host.extracting(start..<(start + length))) else { return false }
            start += length + 1
        }
        return start < host.count && !ASCII.isDigit(host[start]) && !isEncoded(host.extracting(start...))
    }

    /// The host in ASCII and lower case. A host that ends in a number becomes the IPv4 address as which browsers read
    /// it. Nil for a host that no browser looks up.
    package static func ascii(_ host: Span<UInt8>, _ asciiHost: ASCIIHost) -> [UInt8]? {
        guard !host.isEmpty, host.count <= spellingBytesMax else { return nil }
        var name: [UInt8] = []
        name.append(host)
        if name[0] == UInt8(ascii: "[") {
            // RFC 3986 §3.2.2 also allows addresses of later versions, after a `v`, which browsers do not know.
            let isAddress =
                Authority.isValid(host) && name.last == UInt8(ascii: "]") && name[1] | 0x20 != UInt8(ascii: "v")
            return isAddress ? name.map(ASCII.lowercase) : nil
        }
        if name.contains(UInt8(ascii: "%")) { name = PercentEncoding.decode(name[...]) }
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if name.contains(where: { $0 >= 0x80 }) || labels.contains(where: { isEncoded($0.span) }) {
            guard name.allSatisfy({ $0 > 0x20 }), UTF8Validation.firstFault(in: name, allowingSurrogates: false) == nil,
                let spelled = asciiHost(name)
            else { return nil }
            name = spelled
        }
        name = name.map(ASCII.lowercase)
        guard isName(name) else { return nil }
        guard IPv4Spelling.isNumber(atEndOf: name) else { return name }
        return IPv4Spelling.address(name).map(IPv4Spelling.text)
    }

    private static func isName(_ name: [UInt8]) -> Bool {
        let isRooted = name.last == UInt8(ascii: ".")
        let labels = name.dropLast(isRooted ? 1 : 0).split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return name.count - (isRooted ? 1 : 0) <= nameBytesMax
            && labels.allSatisfy { (1...labelBytesMax).contains($0.count) && $0.allSatisfy(plain.contains) }
    }

    /// Whether a label is an internationalized name in ASCII (RFC 5890 §2.3.2.5).
    private static func isEncoded(_ label: Span<UInt8>) -> Bool {
        label.count >= 4 && ASCII.equalIgnoringCase(label.extracting(..<4), "xn--")
    }
}
