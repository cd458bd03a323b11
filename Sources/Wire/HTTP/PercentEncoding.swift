/// `%XX` escapes, RFC 3986 §2.1.
package enum PercentEncoding {
    /// The bytes with each complete escape replaced by the byte that it stands for. Broken escapes and `+` stay
    /// unchanged, so that the caller decides what they mean.
    package static func decode(_ encoded: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var index = encoded.startIndex
        while index < encoded.endIndex {
            if encoded[index] == Byte.percent, index + 2 < encoded.endIndex,
                let high = Byte.hexValue(encoded[index + 1]), let low = Byte.hexValue(encoded[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(encoded[index])
                index += 1
            }
        }
        return decoded
    }

    /// Appends a byte: unchanged if `plain` contains it, otherwise as an escape in capitals, as §2.1 asks for.
    package static func append(_ byte: UInt8, keeping plain: ByteSet, to out: inout [UInt8]) {
        if plain.contains(byte) { return out.append(byte) }
        out.append(Byte.percent)
        for digit in [byte >> 4, byte & 15] { out.append(digit < 10 ? 0x30 + digit : 0x37 + digit) }
    }
}
