extension IPAddress {
    /// An address as text: `203.0.113.9`, `2001:db8::1`, or `::ffff:203.0.113.9`, which equals the first. Nil for any
    /// other text, such as a name, or an address with a port, brackets, a zone or a leading zero, which some readers
    /// take for octal.
    package init?(_ text: ArraySlice<UInt8>) {
        if let address = Self.ipv4(text) {
            self.init(ipv4: address)
        } else if let bits = Self.ipv6(text) {
            self.init(bits: bits)
        } else {
            return nil
        }
    }

    /// `IPv4address` of RFC 3986 §3.2.2: four numbers up to 255 without leading zeros.
    private static func ipv4(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.count <= 3, let byte = ASCII.natural(part), byte <= 255,
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// `IPv6address` of RFC 3986 §3.2.2: eight groups of up to four hexadecimal digits. `::` may replace one run of
    /// zero groups, and an IPv4 address the last two groups.
    private static func ipv6(_ text: ArraySlice<UInt8>) -> UInt128? {
        let colon = UInt8(ascii: ":")
        var groups: [UInt16] = []
        var gap: Int?
        var rest = text
        if rest.first == colon {
            guard rest.starts(with: "::".utf8) else { return nil }
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            if !rest.contains(colon), let last = ipv4(rest) {
                groups += [UInt16(last >> 16), UInt16(last & 0xffff)]
                break
            }
            guard groups.count < 8, let group = takeGroup(&rest) else { return nil }
            groups.append(group)
            guard !rest.isEmpty else { break }
            guard rest.first == colon, rest.count > 1 else { return nil }
            rest = rest.dropFirst()
            if rest.first == colon {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            }
        }
        if let gap {
            guard groups.count < 8 else { return nil }
            groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap)
        }
        guard groups.count == 8 else { return nil }
        return groups.reduce(0) { $0 << 16 | UInt128($1) }
    }

    private static func takeGroup(_ rest: inout ArraySlice<UInt8>) -> UInt16? {
        var group: UInt16 = 0
        var digits = 0
        while digits < 4, let digit = rest.first.flatMap(ASCII.hexDigit) {
            group = group << 4 | UInt16(digit)
            digits += 1
            rest = rest.dropFirst()
        }
        return digits > 0 ? group : nil
    }
}
