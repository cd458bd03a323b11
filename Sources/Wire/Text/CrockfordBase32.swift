/// 128-bit numbers in the 26 characters of a ULID: Crockford's base 32, `0-9A-Z` without I, L, O and U.
package enum CrockfordBase32 {
    private static let alphabet: StaticString = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

    /// Always 26 characters.
    package static func encode(_ value: UInt128) -> String {
        var out: [UInt8] = []
        append(value, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends 26 characters.
    package static func append(_ value: UInt128, to out: inout [UInt8]) {
        out.append(addingCapacity: 26) { out in
            // Words of 64 bits are shifted faster than one of 128.
            append(UInt64(truncatingIfNeeded: value >> 120), digits: 2, to: &out)
            append(UInt64(truncatingIfNeeded: value >> 60), digits: 12, to: &out)
            append(UInt64(truncatingIfNeeded: value), digits: 12, to: &out)
        }
    }

    /// Appends the last digits of a number.
    @inline(__always)
    private static func append(_ word: UInt64, digits count: Int, to out: inout OutputSpan<UInt8>) {
        alphabet.withUTF8Buffer { alphabet in
            for index in (0..<count).reversed() {
                out.append(alphabet[Int(truncatingIfNeeded: word >> UInt64(index * 5) & 31)])
            }
        }
    }

    /// The number that 26 characters of the alphabet, in capitals only, stand for; nil for any other text.
    package static func decode(_ text: ArraySlice<UInt8>) -> UInt128? {
        guard text.count == 26, let first = text.first, first <= UInt8(ascii: "7") else { return nil }
        return alphabet.withUTF8Buffer { alphabet in
            var value: UInt128 = 0
            for byte in text {
                guard let digit = alphabet.firstIndex(of: byte) else { return nil }
                value = value << 5 | UInt128(digit)
            }
            return value
        }
    }
}
