/// The spellings of a UUID: hyphenated (RFC 9562 §4), hyphenated in braces or after `urn:uuid:`, or 32 hex digits
/// alone.
package enum UUIDText {
    /// The 128 bits that a text stands for, or nil. Any version is accepted.
    package static func decode(_ text: ArraySlice<UInt8>) -> UInt128? {
        // The length tells the spelling: only the hyphenated one may be in braces or after `urn:uuid:`.
        var digits = text
        switch text.count {
        case 32, 36: break
        case 38 where text.first == UInt8(ascii: "{") && text.last == UInt8(ascii: "}"):
            digits = text.dropFirst().dropLast()
        case 45 where ASCII.equal(text.prefix(9), "urn:uuid:"):
            digits = text.dropFirst(9)
        default: return nil
        }
        let isHyphenated = digits.count == 36
        var value: UInt128 = 0
        for (index, byte) in digits.enumerated() {
            if isHyphenated, index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = ASCII.hexDigit(byte) else { return nil }
                value = value << 4 | UInt128(digit)
            }
        }
        return value
    }

    /// Hyphenated, in small letters.
    package static func encode(_ value: UInt128) -> String {
        String(unsafeUninitializedCapacity: 36) { text in
            var at = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    text[at] = UInt8(ascii: "-")
                    at += 1
                }
                let byte = UInt8(truncatingIfNeeded: value >> UInt128((15 - index) * 8))
                text[at] = Hex.digit(byte >> 4)
                text[at + 1] = Hex.digit(byte & 15)
                at += 2
            }
            return at
        }
    }
}
