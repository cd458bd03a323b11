/// A set of ASCII bytes as two words of bits, so that a lookup costs one shift. Bytes from 0x80 up are never members.
package struct ByteSet: Sendable {
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64

    /// Whether the byte is a member. Inlinable, because other modules ask it for each byte of a text.
    @inlinable @inline(__always)
    package func contains(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<64: (low >> UInt64(byte)) & 1 == 1
        case 64..<128: (high >> UInt64(byte &- 64)) & 1 == 1
        default: false
        }
    }

    /// The index of the first member in a text; the count if the text has no member.
    package func firstIndex(in text: Span<UInt8>) -> Int {
        var at = 0
        while at < text.count, !contains(text[at]) { at += 1 }
        return at
    }

    /// Whether all bytes of a text are members.
    package func containsAll(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where !contains(text[index]) { return false }
        return true
    }

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The bytes of an ASCII literal and, on request, all letters and digits, or all bytes below `!`.
    package init(_ members: StaticString, withLettersAndDigits: Bool = false, withBlanksAndControls: Bool = false) {
        var low: UInt64 = withLettersAndDigits ? 0x03ff_0000_0000_0000 : 0
        if withBlanksAndControls { low |= 0x0000_0001_ffff_ffff }
        var high: UInt64 = withLettersAndDigits ? 0x07ff_fffe_07ff_fffe : 0
        members.withUTF8Buffer { members in
            for byte in members {
                if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
            }
        }
        self.init(low: low, high: high)
    }

    /// `tchar` of RFC 9110 §5.6.2: the bytes of methods, field names and most parameters.
    package static let token = ByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe)

    /// `pchar`, `/` and `%` of RFC 3986 §3.3. The set does not tell whether `%` begins a complete escape.
    package static let path = ByteSet(low: 0x2fff_fff2_0000_0000, high: 0x47ff_fffe_87ff_ffff)

    /// Every visible byte except `#`: the bytes that a path or a query of a request target may hold. RFC 3986 §3.3 and
    /// §3.4 allow fewer, but clients that follow the WHATWG URL standard send `|`, `{` or `[` without an escape, and
    /// the servers of the providers take them. None of these is a separator: in a path each means the same as its
    /// escape.
    static let target = ByteSet(low: 0xffff_fff6_0000_0000, high: 0x7fff_ffff_ffff_ffff)

    /// `reg-name` of RFC 3986 §3.2.2, with `%`.
    static let registeredName = ByteSet(low: 0x2bff_7ff2_0000_0000, high: 0x47ff_fffe_87ff_fffe)
}
