/// Reads the characters between a string's quotes.
package enum JSONString {
    /// Replaces the escapes of a string that the parser accepted.
    static func unescape(_ inside: Span<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(inside.count)
        var at = 0
        while at < inside.count {
            let byte = inside[at]
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                at += 1
                continue
            }
            let letter = inside[at + 1]
            at += 2
            switch letter {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"): append(escapeAt: &at, of: inside, to: &out)
            default: out.append(letter)
            }
        }
        return out
    }

    /// The characters as a `String`, which cannot hold surrogates: each becomes U+FFFD.
    package static func text(_ characters: ArraySlice<UInt8>) -> String {
        guard firstSurrogate(in: characters) == nil else {
            return String(decoding: replacingSurrogates(in: characters), as: UTF8.self)
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The offset of the first byte, from `start` on, that may not stand for itself in a string (RFC 8259 §7): a quote,
    /// a backslash or a control character. The count if the text has no such byte.
    @inline(__always)
    static func firstSpecial(in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while text.count - at >= 8 {
            let eight = EightBytes(text, at: at)
            // Flipping bit 0x02 turns the quote (0x22) into 0x20 and leaves the control characters below 0x20, so that
            // one comparison finds both.
            let marks = eight.flipping(0x02).marks(below: 0x21) | eight.marks(of: UInt8(ascii: "\\"))
            if marks != 0 { return at + EightBytes.firstMarked(marks) }
            at += 8
        }
        while at < text.count {
            if text[at] < 0x20 || text[at] == UInt8(ascii: "\"") || text[at] == UInt8(ascii: "\\") { break }
            at += 1
        }
        return at
    }

    /// The offset after a string's closing quote, and whether an escape in the string is a lone surrogate.
    ///
    /// - Parameters:
    ///   - special: the offset of the first byte that may not stand for itself.
    ///   - keepsLoneSurrogates: whether a lone surrogate is allowed; if not, it is a fault.
    static func end(
        in text: Span<UInt8>, from special: Int, stringStart: Int, _ keepsLoneSurrogates: Bool
    ) throws(JSONFault) -> (offset: Int, hasLoneSurrogate: Bool) {
        var at = special
        var hasLoneSurrogate = false
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: "\""):
                return (at + 1, hasLoneSurrogate)
            case UInt8(ascii: "\\"):
                let escape = try afterEscape(at, in: text, stringStart: stringStart, keepsLoneSurrogates)
                if escape.isLoneSurrogate { hasLoneSurrogate = true }
                at = firstSpecial(in: text, from: escape.offset)
            default:
                throw JSONFault(.controlCharacter, at: at)
            }
        }
        throw JSONFault(.unterminatedString, at: stringStart)
    }

    private static func afterEscape(
        _ backslash: Int, in text: Span<UInt8>, stringStart: Int, _ keepsLoneSurrogates: Bool
    ) throws(JSONFault) -> (offset: Int, isLoneSurrogate: Bool) {
        guard backslash + 1 < text.count else { throw JSONFault(.unterminatedString, at: stringStart) }
        switch text[backslash + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return (backslash + 2, false)
        case UInt8(ascii: "u"):
            break
        default:
            throw JSONFault(.badEscape, at: backslash)
        }
        // Python requires one more character after the four digits before it reads them.
        guard backslash + 6 < text.count, let unit = unit(at: backslash + 2, in: text) else {
            throw JSONFault(.badUnicodeEscape, at: backslash + 1)
        }
        guard (0xD800...0xDFFF).contains(unit) else { return (backslash + 6, false) }
        guard unit < 0xDC00, text[backslash + 6] == UInt8(ascii: "\\"), backslash + 7 < text.count,
            text[backslash + 7] == UInt8(ascii: "u"),
            let low = self.unit(at: backslash + 8, in: text), (0xDC00...0xDFFF).contains(low)
        else {
            // RFC 8259 §8.2: a lone surrogate is not a character, and cannot be written as UTF-8.
            guard keepsLoneSurrogates else { throw JSONFault(.loneSurrogate, at: backslash) }
            return (backslash + 6, true)
        }
        // If the text ends here, Python reports the second half.
        return (keepsLoneSurrogates && backslash + 12 == text.count ? backslash + 6 : backslash + 12, false)
    }

    /// The value of four hex digits; nil if they are not hex digits.
    static func unit(at index: Int, in bytes: Span<UInt8>) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = ASCII.hexDigit(bytes[index + offset]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func append(escapeAt at: inout Int, of inside: Span<UInt8>, to out: inout [UInt8]) {
        guard let first = unit(at: at, in: inside) else { return }
        at += 4
        guard (0xD800...0xDBFF).contains(first), at + 1 < inside.count,
            inside[at] == UInt8(ascii: "\\"), inside[at + 1] == UInt8(ascii: "u"),
            let second = unit(at: at + 2, in: inside), (0xDC00...0xDFFF).contains(second)
        else {
            append(scalar: first, to: &out)
            return
        }
        at += 6
        append(scalar: 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), to: &out)
    }

    /// Appends a character in UTF-8. Surrogates are encoded like any other number of their size.
    static func append(scalar: UInt32, to out: inout [UInt8]) {
        switch scalar {
        case ..<0x80:
            out.append(UInt8(scalar))
        case ..<0x800:
            out.append(UInt8(0xC0 | scalar >> 6))
            out.append(UInt8(0x80 | scalar & 0x3F))
        case ..<0x10000:
            out.append(UInt8(0xE0 | scalar >> 12))
            out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            out.append(UInt8(0x80 | scalar & 0x3F))
        default:
            out.append(UInt8(0xF0 | scalar >> 18))
            out.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            out.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            out.append(UInt8(0x80 | scalar & 0x3F))
        }
    }
}
