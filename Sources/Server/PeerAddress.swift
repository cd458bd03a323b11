import CLinux
import Glibc
package import Wire

/// The address that a connection comes from.
package struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// The 128 bits of the IPv6 address, or of the IPv4 address mapped into IPv6, as two words.
    private let high: UInt64
    private let low: UInt64

    /// The client's port.
    package let port: UInt16

    /// An IPv4 address from its four bytes, for tests and for addresses that a proxy names.
    package init(ipv4 a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16) {
        self.init(ipv4: UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d), port: port)
    }

    /// An address as text, as `IPAddress` reads it; nil for any other text.
    package init?(_ text: ArraySlice<UInt8>, port: UInt16 = 0) {
        guard let address = IPAddress(text) else { return nil }
        self.init(high: UInt64(address.bits >> 64), low: UInt64(truncatingIfNeeded: address.bits), port: port)
    }

    private init(ipv4 address: UInt32, port: UInt16) {
        high = 0
        low = 0xffff_0000_0000 | UInt64(address)
        self.port = port
    }

    init(_ storage: sockaddr_storage) {
        self = withUnsafeBytes(of: storage) { bytes in
            if Int32(storage.ss_family) == AF_INET {
                let address = bytes.loadUnaligned(as: sockaddr_in.self)
                return PeerAddress(
                    ipv4: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port))
            }
            let address = bytes.loadUnaligned(as: sockaddr_in6.self)
            return withUnsafeBytes(of: address.sin6_addr) { words in
                PeerAddress(
                    high: UInt64(bigEndian: words.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: words.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    port: UInt16(bigEndian: address.sin6_port))
            }
        }
    }

    init(high: UInt64, low: UInt64, port: UInt16) {
        self.high = high
        self.low = low
        self.port = port
    }

    /// All 128 bits.
    var bits: UInt128 { UInt128(high) << 64 | UInt128(low) }

    var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// Whether two addresses are the same; ports do not matter.
    package func isSameHost(as other: PeerAddress) -> Bool { bits == other.bits }

    /// The number under which connections and failures of a client are counted: its IPv4 address, or the /64 network of
    /// its IPv6 address, because one host has all of such a network. No assigned IPv6 network has the number of an IPv4
    /// address (RFC 4291 §2.4).
    package var network: UInt64 { isIPv4 ? low : high }

    /// The address without the port: `203.0.113.9` or `2001:db8:0:0:0:0:0:1`.
    package var description: String {
        if isIPv4 {
            return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xff) }.joined(separator: ".")
        }
        return (0..<8).map { group in
            String((group < 4 ? high : low) >> UInt64(48 - 16 * (group % 4)) & 0xffff, radix: 16)
        }.joined(separator: ":")
    }
}

extension AddressBlock {
    /// Whether the block contains a client's address; ports do not matter.
    package func contains(_ peer: PeerAddress) -> Bool {
        contains(IPAddress(bits: peer.bits))
    }
}
