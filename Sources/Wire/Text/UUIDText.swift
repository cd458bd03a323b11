/// The spellings of a UUID: hyphenated, 32 hex digits, in braces, or as `urn:uuid:` (RFC 9562 §4).
package enum UUIDText {
    /// The 128 bits that a text stands for, or nil. Any version is taken.
    package static func decode(_ text: ArraySlice<UInt8>) -> UInt128? {
        var digits = text
        if digits.count > 9, ASCII.equal(digits.prefix(9), "urn:uuid:") {
            digits = digits.dropFirst(9)
        } else if digits.first == UInt8(ascii: "{"), digits.last == UInt8(ascii: "}"), digits.count > 1 {
            digits = digits.dropFirst().dropLast()
        }
        let isHyphenated = digits.count == 36
        guard isHyphenated || digits.count == 32 else { return nil }
        var value: UInt128 = 0
        for (place, byte) in digits.enumerated() {
            if isHyphenated, place == 8 || place == 13 || place == 18 || place == 23 {
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
        var out: [UInt8] = []
        out.reserveCapacity(36)
        for place in 0..<16 {
            if place == 4 || place == 6 || place == 8 || place == 10 { out.append(UInt8(ascii: "-")) }
            Hex.append(UInt8(truncatingIfNeeded: value >> UInt128((15 - place) * 8)), to: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }
}
