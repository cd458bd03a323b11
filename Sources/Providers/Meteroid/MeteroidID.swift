import Wire

/// Meteroid's ids: a prefix that names the kind, then the UUID in base 62. Requests may contain the UUID itself
/// instead.
enum MeteroidID {
    /// The bits of the UUID are rotated by this, so that ids made at one time differ in their first digits.
    private static let rotation: UInt128 = 67

    /// The UUID that an id of one kind stands for, in any spelling; nil for another text. Every version of UUID is
    /// accepted.
    static func decode(_ text: ArraySlice<UInt8>, _ prefix: StaticString) -> UInt128? {
        if begins(text.span, with: prefix) { return decodePrefixed(text.span, prefix) }
        // In braces and after `urn:uuid:` only the spelling with hyphens is valid.
        guard [32, 36, 38, 45].contains(text.count) else { return nil }
        return UUIDText.decode(text)
    }

    /// The UUID that an id with this prefix stands for; nil for another text.
    static func decodePrefixed(_ text: Span<UInt8>, _ prefix: StaticString) -> UInt128? {
        guard begins(text, with: prefix),
            let bits = try? Base62.decode(text.extracting(droppingFirst: prefix.utf8CodeUnitCount))
        else { return nil }
        return bits >> rotation | bits << (128 - rotation)
    }

    /// The only spelling in which an answer gives an id.
    static func encode(_ bits: UInt128, _ prefix: StaticString) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(prefix.utf8CodeUnitCount + Base62.digitsMax)
        prefix.withUTF8Buffer { out.append(contentsOf: $0) }
        Base62.append(bits << rotation | bits >> (128 - rotation), to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// An id in the spelling of answers; nil if the text is not an id. A text that has this spelling already is not
    /// rebuilt.
    static func canonical(_ text: ArraySlice<UInt8>, _ prefix: StaticString) -> String? {
        guard let bits = decode(text, prefix) else { return nil }
        if let digits = digits(of: text, prefix), digits.first != UInt8(ascii: "0") {
            return String(decoding: text, as: UTF8.self)
        }
        return encode(bits, prefix)
    }

    /// The text after the prefix; nil if the text has another prefix or none.
    static func digits(of text: ArraySlice<UInt8>, _ prefix: StaticString) -> ArraySlice<UInt8>? {
        begins(text.span, with: prefix) ? text.dropFirst(prefix.utf8CodeUnitCount) : nil
    }

    private static func begins(_ text: Span<UInt8>, with prefix: StaticString) -> Bool {
        guard text.count >= prefix.utf8CodeUnitCount else { return false }
        return prefix.withUTF8Buffer { bytes in
            for index in bytes.indices where text[index] != bytes[index] { return false }
            return true
        }
    }
}

extension MeteroidID {
    /// The problem of a text that ``decode(_:_:)`` refused, in the words of the server's libraries.
    static func fault(in text: ArraySlice<UInt8>, expecting prefix: String) -> String {
        guard text.starts(with: prefix.utf8) else { return "IdError: \(uuidFault(in: text))" }
        do throws(Base62.Fault) {
            _ = try Base62.decode(text.dropFirst(prefix.utf8.count))
            return "IdError"
        } catch {
            switch error {
            case .empty:
                return "IdError: Encoded input is an empty string"
            case .invalidByte(let byte, let index):
                return "IdError: Encoded input contains the invalid byte b'\(escaped(byte))' at index \(index)"
            case .tooLarge:
                return "IdError: Decoded number cannot fit into a `u128`"
            }
        }
    }

    /// The first byte that is not a hex digit is reported before a wrong length. Positions count from 1.
    private static func uuidFault(in text: ArraySlice<UInt8>) -> String {
        var inside = text
        var isBare = false
        if text.count >= 9, ASCII.equal(text.prefix(9), "urn:uuid:") {
            inside = text.dropFirst(9)
        } else if text.count >= 2, text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") {
            inside = text.dropFirst().dropLast()
        } else {
            isBare = true
        }
        var hyphens: [Int] = []
        for (index, byte) in zip(inside.indices, inside) {
            if byte == UInt8(ascii: "-") {
                hyphens.append(index - inside.startIndex)
            } else if ASCII.hexDigit(byte) == nil {
                let rest = String(decoding: inside[index...], as: UTF8.self)
                let character = rest.unicodeScalars.first.map(String.init) ?? ""
                return "invalid character: found `\(character)` at \(index - text.startIndex + 1)"
            }
        }
        if hyphens.isEmpty, isBare {
            return "invalid length: expected length 32 for simple format, found \(text.count)"
        }
        guard hyphens.count == 4 else { return "invalid group count: expected 5, found \(hyphens.count + 1)" }
        let starts = [0, 9, 14, 19, 24]
        for group in 0..<4 where hyphens[group] != starts[group + 1] - 1 {
            let found = hyphens[group] - starts[group]
            return "invalid group length in group \(group): expected \(group == 0 ? 8 : 4), found \(found)"
        }
        return "invalid group length in group 4: expected 12, found \(text.count - starts[4])"
    }

    /// A byte as Rust writes it between quotes.
    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\t"): return "\\t"
        case UInt8(ascii: "\n"): return "\\n"
        case UInt8(ascii: "\r"): return "\\r"
        case UInt8(ascii: "'"): return "\\'"
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case 0x20...0x7E: return String(UnicodeScalar(byte))
        default: return "\\x\(Hex.string([byte]))"
        }
    }
}
