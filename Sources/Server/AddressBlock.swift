import Wire

/// One address, or all that share its first bits (RFC 4632 §3.1, RFC 4291 §2.3): `10.0.0.0/8`, `2001:db8::/32`, `::1`.
package struct AddressBlock: Sendable, Hashable {
    private let base: PeerAddress
    /// Of the 128 bits as which every address is kept, those that are compared.
    private let prefixBits: Int

    /// Nil for what is no address and no block, and for a block with bits beyond its prefix: `10.0.0.1/8` is more
    /// likely a slip than a wish.
    package init?(_ text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = PeerAddress(parts[0]) else { return nil }
        base = address
        // Written as IPv4 it counts its bits behind the 96 by which IPv4 is mapped into IPv6.
        let isShort = !parts[0].contains(UInt8(ascii: ":"))
        if parts.count == 1 {
            prefixBits = 128
        } else {
            guard let bits = ASCII.natural(parts[1]), bits <= (isShort ? 32 : 128),
                parts[1].count == 1 || parts[1].first != UInt8(ascii: "0")
            else { return nil }
            prefixBits = bits + (isShort ? 96 : 0)
        }
        guard address.prefix(prefixBits) == address.prefix(128) else { return nil }
    }

    /// Whether an address is of this block, whatever its port. A block of IPv6 holds no IPv4 address, however short its
    /// prefix is: `::/0` is not meant to name those.
    package func contains(_ address: PeerAddress) -> Bool {
        let holdsIPv4 = base.isIPv4 && prefixBits >= 96
        guard address.isIPv4 == holdsIPv4 else { return false }
        return address.prefix(prefixBits) == base.prefix(128)
    }
}

extension PeerAddress {
    /// The first bits of an address, the others being 0.
    fileprivate func prefix(_ bits: Int) -> UInt128 {
        bits == 0 ? 0 : self.bits & (UInt128.max << UInt128(128 - bits))
    }
}
