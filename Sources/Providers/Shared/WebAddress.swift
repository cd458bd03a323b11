import Wire

/// Addresses in text: URLs and mail.
enum WebAddress {
    /// What no URL holds.
    private static let never = OctetSet("\\<>\"`\u{7F}", withBlanksAndControls: true)
    private static let afterAuthority = OctetSet("/?#")
    private static let neverInHost = OctetSet("[]{}|^:")
    /// `atext` (RFC 5322 §3.2.3).
    private static let atomText = OctetSet("!#$%&'*+-/=?^_`{|}~", withLettersAndDigits: true)

    /// Whether a text is an absolute http or https URL (RFC 3986 §3, RFC 9110 §4.2) with a host. What follows the
    /// authority is not looked at, but for blanks, control characters and backslashes, which no URL holds.
    static func isURL(_ text: Span<UInt8>) -> Bool {
        guard let colon = text.firstPlace(of: UInt8(ascii: ":")) else { return false }
        let scheme = text.extracting(..<colon)
        guard ASCII.equalIgnoringCase(scheme, "http") || ASCII.equalIgnoringCase(scheme, "https") else { return false }
        let rest = text.extracting((colon + 1)...)
        guard rest.count > 2, ASCII.equal(rest.extracting(..<2), "//"), never.firstPlace(in: rest) == rest.count
        else { return false }
        let behind = rest.extracting(2...)
        let authority = behind.extracting(..<afterAuthority.firstPlace(in: behind))
        let host = authority.lastPlace(of: UInt8(ascii: "@")).map { $0 + 1 } ?? 0
        return isHostAndPort(authority.extracting(host...))
    }

    private static func isHostAndPort(_ text: Span<UInt8>) -> Bool {
        guard !text.isEmpty else { return false }
        var host = text
        if let colon = text.lastPlace(of: UInt8(ascii: ":")), text[text.count - 1] != UInt8(ascii: "]") {
            let port = text.extracting((colon + 1)...)
            guard port.isEmpty || ASCII.natural(port).map({ $0 <= 65_535 }) ?? false else { return false }
            host = text.extracting(..<colon)
        }
        if !host.isEmpty, host[0] == UInt8(ascii: "[") {
            return host.count > 3 && host[host.count - 1] == UInt8(ascii: "]")
                && (1..<host.count - 1).allSatisfy {
                    ASCII.hexDigit(host[$0]) != nil || host[$0] == UInt8(ascii: ":") || host[$0] == UInt8(ascii: ".")
                }
        }
        return !host.isEmpty && neverInHost.firstPlace(in: host) == host.count
    }

    /// Whether a text is a mail address: a dot-atom (RFC 5322 §3.2.3), an `@`, and a domain of at least two labels.
    static func isEmail(_ text: Span<UInt8>) -> Bool {
        guard text.count <= 254, let at = text.lastPlace(of: UInt8(ascii: "@")) else { return false }
        return isDotAtom(text.extracting(..<at)) && isDomain(text.extracting((at + 1)...))
    }

    private static func isDotAtom(_ text: Span<UInt8>) -> Bool {
        let members = atomText
        var before = UInt8(ascii: ".")
        for place in text.indices {
            let byte = text[place]
            if byte == UInt8(ascii: ".") {
                if before == byte { return false }
            } else if !members.contains(byte) {
                return false
            }
            before = byte
        }
        return text.count <= 64 && before != UInt8(ascii: ".")
    }

    /// Labels of 1 to 63 letters, digits and hyphens, no hyphen at either end (RFC 5321 §4.1.2).
    private static func isDomain(_ text: Span<UInt8>) -> Bool {
        let (dot, hyphen) = (UInt8(ascii: "."), UInt8(ascii: "-"))
        var before = dot
        var labelBytes = 0
        var dots = 0
        for place in text.indices {
            let byte = text[place]
            if byte == dot {
                if before == dot || before == hyphen { return false }
                dots += 1
                labelBytes = 0
            } else {
                guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == hyphen && before != dot else {
                    return false
                }
                labelBytes += 1
                if labelBytes > 63 { return false }
            }
            before = byte
        }
        return dots > 0 && before != dot && before != hyphen
    }
}
