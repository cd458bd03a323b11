/// Checks whether bytes are UTF-8 (RFC 3629).
package enum UTF8Validation {
    /// The index of the first byte that does not begin a well-formed sequence; nil if all do. Overlong forms and
    /// numbers above U+10FFFF are faults, and so are encoded surrogates unless they are allowed.
    package static func firstFault(in bytes: [UInt8], allowingSurrogates: Bool) -> Int? {
        let bytes = bytes.span
        // Most texts are only ASCII, which the union of all bytes tells soonest.
        var union: UInt8 = 0
        for index in bytes.indices { union |= bytes[index] }
        if union < 0x80 { return nil }
        var at = 0
        while at < bytes.count {
            if bytes.count - at >= 8, EightBytes(bytes, at: at).isASCII {
                at += 8
                continue
            }
            let lead = bytes[at]
            if lead < 0x80 {
                at += 1
                continue
            }
            guard let length = length(of: lead), at + length <= bytes.count else { return at }
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xE0: second = 0xA0...0xBF
            case 0xED where !allowingSurrogates: second = 0x80...0x9F
            case 0xF0: second = 0x90...0xBF
            case 0xF4: second = 0x80...0x8F
            default: break
            }
            guard second.contains(bytes[at + 1]) else { return at }
            for offset in 2..<max(2, length) where bytes[at + offset] & 0xC0 != 0x80 { return at }
            at += length
        }
        return nil
    }

    private static func length(of lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }
}
