/// One address, or all addresses that share its first bits (RFC 4632 §3.1, RFC 4291 §2.3): `10.0.0.0/8`,
/// `2001:db8::/32`, `::1`.
package struct AddressBlock: Sendable, Hashable {
    private let base: IPAddress
    /// How many of an address's 128 bits are compared.
    private let prefixBits: Int

    /// Nil for a text that is neither an address nor a block, and for a block with bits set after its prefix:
    /// `10.0.0.1/8` is more likely a slip than meant.
    package init?(_ text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(parts[0]) else { return nil }
        base = address
        // The prefix of an IPv4 block counts from bit 96, because IPv4 is mapped into the last 32 bits of IPv6.
        let isShort = !parts[0].contains(UInt8(ascii: ":"))
        if parts.count == 1 {
            prefixBits = 128
        } else {
            guard let bits = ASCII.natural(parts[1]), bits <= (isShort ? 32 : 128),
                parts[1].count == 1 || parts[1].first != UInt8(ascii: "0")
            else { return nil }
            prefixBits = bits + (isShort ? 96 : 0)
        }
        guard address.prefix(prefixBits) == address.bits else { return nil }
    }

    /// Whether the block contains an address. An IPv6 block contains no IPv4 address, however short its prefix is: an
    /// operator who writes `::/0` does not mean those.
    package func contains(_ address: IPAddress) -> Bool {
        let holdsIPv4 = base.isIPv4 && prefixBits >= 96
        guard address.isIPv4 == holdsIPv4 else { return false }
        return address.prefix(prefixBits) == base.bits
    }
}

extension IPAddress {
    /// The first bits of an address; the others are 0.
    fileprivate func prefix(_ bits: Int) -> UInt128 {
        bits == 0 ? 0 : self.bits & (UInt128.max << UInt128(128 - bits))
    }
}
