package import Wire

/// Addresses with a special purpose, by the registries of IANA.
enum SpecialAddresses {
    /// IANA IPv4 Special-Purpose Address Registry (RFC 6890), and multicast (RFC 5771).
    static let ipv4 = [
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // shared by the customers of a carrier
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link-local, where clouds answer questions about a machine
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24",  // documentation
        "192.88.99.0/24",  // relays of 6to4, withdrawn
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarking
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, and broadcast
        "168.63.129.16",  // Azure's services for a machine; a public address that only the machine reaches
    ]

    /// The only IPv6 addresses that IANA gives out as global unicast.
    static let ipv6Global = ["2000::/3"]

    /// Those within ``ipv6Global`` that are not global unicast (IANA IPv6 Special-Purpose Address Registry).
    static let ipv6 = [
        "2001::/23",  // protocol assignments, Teredo among them
        "2001:db8::/32",  // documentation
        "3fff::/20",  // documentation
    ]

    static let loopback = ["127.0.0.0/8", "::1"]

    /// The blocks of a table. Each line of the tables above is a block, which a test checks.
    static func blocks(_ table: [String]) -> [AddressBlock] {
        table.compactMap { AddressBlock(Array($0.utf8)[...]) }
    }
}

extension IPAddress {
    private static let special = SpecialAddresses.blocks(SpecialAddresses.ipv4 + SpecialAddresses.ipv6)
    private static let global = SpecialAddresses.blocks(SpecialAddresses.ipv6Global)
    private static let loopback = SpecialAddresses.blocks(SpecialAddresses.loopback)

    /// Whether it is the address of one host that everybody on the internet reaches by it.
    package var isGlobalUnicast: Bool {
        (isIPv4 || Self.global.contains { $0.contains(self) }) && !Self.special.contains { $0.contains(self) }
    }

    /// Whether it stands for this machine: 127.0.0.0/8 or `::1`.
    package var isLoopback: Bool { Self.loopback.contains { $0.contains(self) } }

    /// The IPv4 address that a translator or a relay takes out of this IPv6 address; the address itself
    /// if it contains no other one.
    ///
    /// An address of the block 64:ff9b:1::/48 (RFC 8215) is not unwrapped, because each network chooses where in it the
    /// IPv4 address stands. It is no global unicast.
    package var unwrapped: IPAddress {
        if isIPv4 { return self }
        if isLoopback { return self }
        // RFC 6052 §2.1: 64:ff9b::/96. RFC 4291 §2.5.5.1: ::/96.
        if bits >> 32 == 0x64_ff9b << 64 || bits >> 32 == 0 { return IPAddress(ipv4: UInt32(truncatingIfNeeded: bits)) }
        // RFC 3056 §2: the IPv4 address follows the prefix 2002::/16.
        if bits >> 112 == 0x2002 { return IPAddress(ipv4: UInt32(truncatingIfNeeded: bits >> 80)) }
        return self
    }
}
