/// Decodes bytes to text as Python's `json.loads` does: the bytes decide the encoding, never a header field.
package enum PythonText {
    /// The text in UTF-8 without its byte order mark; encoded surrogates are kept. Nil if the bytes are not text.
    package static func decode(_ bytes: [UInt8]) -> [UInt8]? {
        // UTF-32-LE is tried before UTF-16-LE, because its byte order mark begins with that of UTF-16-LE.
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return utf32(bytes.dropFirst(4), isBigEndian: true) }
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) { return utf32(bytes.dropFirst(4), isBigEndian: false) }
        if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), isBigEndian: true) }
        if bytes.starts(with: [0xFF, 0xFE]) { return utf16(bytes.dropFirst(2), isBigEndian: false) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(Array(bytes.dropFirst(3))) }
        if bytes.count >= 4 {
            switch (bytes[0] == 0, bytes[1] == 0) {
            case (true, true): return utf32(bytes[...], isBigEndian: true)
            case (true, false): return utf16(bytes[...], isBigEndian: true)
            case (false, true):
                return bytes[2] == 0 && bytes[3] == 0
                    ? utf32(bytes[...], isBigEndian: false) : utf16(bytes[...], isBigEndian: false)
            case (false, false): break
            }
        } else if bytes.count == 2 {
            if bytes[0] == 0 { return utf16(bytes[...], isBigEndian: true) }
            if bytes[1] == 0 { return utf16(bytes[...], isBigEndian: false) }
        }
        return utf8(bytes)
    }

    private static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        UTF8Validation.firstFault(in: bytes, allowingSurrogates: true) == nil ? bytes : nil
    }

    private static func utf32(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> [UInt8]? {
        guard bytes.count % 4 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4)
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 4) {
            var scalar: UInt32 = 0
            for offset in 0..<4 {
                scalar |= UInt32(bytes[start + offset]) << UInt32(8 * (isBigEndian ? 3 - offset : offset))
            }
            guard scalar <= 0x10FFFF else { return nil }
            JSONString.append(scalar: scalar, to: &out)
        }
        return out
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> [UInt8]? {
        guard bytes.count % 2 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 2)
        var high: UInt32?
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 2) {
            let unit =
                UInt32(bytes[isBigEndian ? start : start + 1]) << 8 | UInt32(bytes[isBigEndian ? start + 1 : start])
            if let first = high {
                high = nil
                if (0xDC00...0xDFFF).contains(unit) {
                    JSONString.append(scalar: 0x10000 + (first - 0xD800) << 10 + (unit - 0xDC00), to: &out)
                    continue
                }
                // Python decodes with `surrogatepass`, which keeps a lone surrogate.
                JSONString.append(scalar: first, to: &out)
            }
            if (0xD800...0xDBFF).contains(unit) {
                high = unit
            } else {
                JSONString.append(scalar: unit, to: &out)
            }
        }
        if let high { JSONString.append(scalar: high, to: &out) }
        return out
    }
}
