import Wire

/// Addresses in text: URLs and mail.
enum WebAddress {
    /// Whether a text is an absolute http or https URL (RFC 3986 §3, RFC 9110 §4.2) with a host. What follows the
    /// authority is not looked at, but for blanks, control characters and backslashes, which no URL holds.
    static func isURL(_ text: ArraySlice<UInt8>) -> Bool {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let scheme = text[..<colon]
        guard ASCII.equalIgnoringCase(scheme, "http") || ASCII.equalIgnoringCase(scheme, "https") else { return false }
        let rest = text[(colon + 1)...]
        guard rest.count > 2, ASCII.equal(rest.prefix(2), "//"),
            rest.allSatisfy({ $0 > 0x20 && $0 != 0x7F && !"\\<>\"`".utf8.contains($0) })
        else { return false }
        let authority = rest.dropFirst(2).prefix { !"/?#".utf8.contains($0) }
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
        return !host.isEmpty && host.allSatisfy { !"[]{}|^%:".utf8.contains($0) || $0 == UInt8(ascii: "%") }
    }

    /// Whether a text is a mail address: a dot-atom (RFC 5322 §3.2.3), an `@`, and a domain of at least two labels.
    static func isEmail(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count <= 254, let at = text.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let local = text[..<at]
        let labels = text[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let atoms = local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return !local.isEmpty && local.count <= 64 && atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
            && labels.count >= 2 && labels.allSatisfy(isLabel)
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return !label.isEmpty && label.count <= 63 && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == hyphen }
    }
}
