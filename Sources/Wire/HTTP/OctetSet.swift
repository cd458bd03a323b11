/// A set of ASCII octets as two words of bits, so that asking costs a shift. Octets from 0x80 up are never members.
struct OctetSet: Sendable {
    let low: UInt64
    let high: UInt64

    @inline(__always)
    func contains(_ octet: UInt8) -> Bool {
        switch octet {
        case 0..<64: (low >> UInt64(octet)) & 1 == 1
        case 64..<128: (high >> UInt64(octet &- 64)) & 1 == 1
        default: false
        }
    }

    /// `tchar` of RFC 9110 §5.6.2: what methods, field names and most parameters are made of.
    static let token = OctetSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)

    /// `pchar`, `/` and `%` of RFC 3986 §3.3. Whether `%` begins a whole escape is asked apart.
    static let path = OctetSet(low: 0x2fff_fff2_0000_0000, high: 0x47ff_fffe_87ff_ffff)

    /// Every visible octet but `#`. RFC 3986 §3.4 allows fewer, but clients that follow the WHATWG URL standard send
    /// `|`, `{` or `[` bare, and nothing here takes the structure of a query from them.
    static let query = OctetSet(low: 0xffff_fff6_0000_0000, high: 0x7fff_ffff_ffff_ffff)

    /// `reg-name` of RFC 3986 §3.2.2, with `%`.
    static let registeredName = OctetSet(low: 0x2bff_7ff2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
}
