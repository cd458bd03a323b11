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
    static func isURL(_ text: ArraySlice<UInt8>) -> Bool {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let scheme = text[..<colon]
        guard ASCII.equalIgnoringCase(scheme, "http") || ASCII.equalIgnoringCase(scheme, "https") else { return false }
        let rest = text[(colon + 1)...]
        guard rest.count > 2, ASCII.equal(rest.prefix(2), "//"),
            never.firstPlace(in: rest) == rest.endIndex
        else { return false }
        let behind = rest.dropFirst(2)
        let authority = behind[..<afterAuthority.firstPlace(in: behind)]
        let hostAndPort = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        return isHostAndPort(hostAndPort)
    }

    private static func isHostAndPort(_ text: ArraySlice<UInt8>) -> Bool {
        var host = text
        if let colon = text.lastIndex(of: UInt8(ascii: ":")), text.last != UInt8(ascii: "]") {
            let port = text[(colon + 1)...]
            guard port.isEmpty || ASCII.natural(port).map({ $0 <= 65_535 }) ?? false else { return false }
            host = text[..<colon]
        }
        if host.first == UInt8(ascii: "[") {
            return host.count > 3 && host.last == UInt8(ascii: "]")
                && host.dropFirst().dropLast().allSatisfy {
                    ASCII.hexDigit($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                }
        }
        return !host.isEmpty && neverInHost.firstPlace(in: host) == host.endIndex
    }

    /// Whether a text is a mail address: a dot-atom (RFC 5322 §3.2.3), an `@`, and a domain of at least two labels.
    static func isEmail(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count <= 254, let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
        return isDotAtom(text[..<at]) && isDomain(text[(at + 1)...])
    }

    private static func isDotAtom(_ text: ArraySlice<UInt8>) -> Bool {
        let members = atomText
        var before = UInt8(ascii: ".")
        for byte in text {
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
    private static func isDomain(_ text: ArraySlice<UInt8>) -> Bool {
        let (dot, hyphen) = (UInt8(ascii: "."), UInt8(ascii: "-"))
        var before = dot
        var labelBytes = 0
        var dots = 0
        for byte in text {
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
