/// An IPv4 or IPv6 address. The IPv4 address that is mapped into IPv6 (`::ffff:203.0.113.9`) equals the IPv4 address,
/// because both reach the same host.
package struct IPAddress: Sendable, Hashable {
    /// The 128 bits of the IPv6 address, or of the IPv4 address mapped into IPv6 (RFC 4291 §2.5.5.2).
    package let bits: UInt128

    /// An address from its 128 bits.
    package init(bits: UInt128) {
        self.bits = bits
    }

    /// An IPv4 address from its four bytes, of which the first is the highest.
    package init(ipv4: UInt32) {
        bits = 0xffff_0000_0000 | UInt128(ipv4)
    }

    /// Whether it is an IPv4 address.
    package var isIPv4: Bool { bits >> 32 == 0xffff }
}

extension IPAddress: CustomStringConvertible {
    /// The only spelling: four decimal numbers, or IPv6 in small letters with its longest run of zero groups left out
    /// (RFC 5952 §4).
    package var description: String {
        if isIPv4 {
            return [24, 16, 8, 0].map { "\(UInt8(truncatingIfNeeded: bits >> $0))" }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        let gap = Self.longestRunOfZeros(groups)
        let head = groups[..<gap.lowerBound].map { String($0, radix: 16) }.joined(separator: ":")
        guard !gap.isEmpty else { return head }
        return head + "::" + groups[gap.upperBound...].map { String($0, radix: 16) }.joined(separator: ":")
    }

    /// The first of the longest runs of at least two zeros; an empty range after the groups if there is no such run.
    private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = groups.count..<groups.count
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > max(longest.count, 1) { longest = start..<index + 1 }
        }
        return longest
    }
}
