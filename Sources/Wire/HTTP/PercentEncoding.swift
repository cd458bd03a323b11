/// `%XX` escapes, RFC 3986 §2.1.
package enum PercentEncoding {
    /// The octets with each whole escape replaced by the octet it stands for. Broken escapes are left as they are, so
    /// the caller decides what they mean; `+` is not touched.
    package static func decode(_ encoded: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var index = encoded.startIndex
        while index < encoded.endIndex {
            if encoded[index] == Octet.percent, index + 2 < encoded.endIndex,
                let high = Octet.hexValue(encoded[index + 1]), let low = Octet.hexValue(encoded[index + 2])
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

    /// Appends an octet: as it is where it may stand, else as its escape, in capitals as §2.1 asks for.
    package static func append(_ octet: UInt8, keeping plain: OctetSet, to out: inout [UInt8]) {
        if plain.contains(octet) { return out.append(octet) }
        out.append(Octet.percent)
        for digit in [octet >> 4, octet & 15] { out.append(digit < 10 ? 0x30 + digit : 0x37 + digit) }
    }
}
