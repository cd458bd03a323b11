/// Bytes in base 64 with padding (RFC 4648 §4).
package enum Base64 {
    /// Four characters for each three bytes.
    package static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            word <<= UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                let isPadding = index > group.count
                out.append(
                    isPadding
                        ? UInt8(ascii: "=") : alphabet[Int(truncatingIfNeeded: word >> UInt32(18 - 6 * index) & 63)])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
