import Wire

/// Masks e-mail addresses in texts: only the first character before the `@` and the host after it are shown.
enum MaskedEmail {
    /// RFC 5322 §3.2.3 allows more characters in an atom; those that separate words in texts and URLs end a word here.
    private static let boundaries = ByteSet("/?&=:;,<>()[]\"'@ \t\n\u{0B}\u{0C}\r")

    /// The text with every address masked, also with the `@` escaped as in a URL's query; nil if the text has no
    /// address.
    static func text(of text: Span<UInt8>) -> [UInt8]? {
        guard text.indices.contains(where: { isSign(at: $0, in: text) }) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        /// The index in `out` of the word that may be the local part of an address.
        var word = 0
        /// The last four bytes.
        var last: UInt32 = 0
        for index in text.indices {
            if isSign(at: index, in: text) { hide(&out, from: word) }
            out.append(text[index])
            last = last << 8 | UInt32(text[index])
            if boundaries.contains(text[index]) || isBlank(last) { word = out.count }
        }
        return out
    }

    /// A text that is one address, with any characters before its last `@`; nil if it has no `@`.
    static func text(ofAddress text: Span<UInt8>) -> [UInt8]? {
        let sign = text.lastIndex(of: UInt8(ascii: "@")) ?? text.indices.last { isSign(at: $0, in: text) }
        guard let sign else { return nil }
        var out: [UInt8] = []
        out.append(text.extracting(0..<min(sign, firstEnd(of: text, from: 0))))
        out += Mask.starBytes
        out.append(text.extracting(sign..<text.count))
        return out
    }

    /// Whether an `@` is at an index, unchanged or escaped (RFC 3986 §2.1).
    private static func isSign(at index: Int, in text: Span<UInt8>) -> Bool {
        switch text[index] {
        case UInt8(ascii: "@"): true
        case UInt8(ascii: "%"):
            index + 2 < text.count && text[index + 1] == UInt8(ascii: "4") && text[index + 2] == UInt8(ascii: "0")
        default: false
        }
    }

    /// Hides all but the first character of the last word of a text, which may be the local part of an address.
    private static func hide(_ out: inout [UInt8], from start: Int) {
        // A word with stars already is the user and password of a URL.
        guard start < out.count, !isHidden(out, from: start) else { return }
        // The word after a colon may be a password, if a URL was written without its beginning.
        let isPassword = start > 0 && out[start - 1] == UInt8(ascii: ":")
        let end = isPassword ? start : firstEnd(of: out.span, from: start)
        out.removeLast(out.count - end)
        out += Mask.starBytes
    }

    private static func isHidden(_ text: [UInt8], from start: Int) -> Bool {
        let stars = Mask.starBytes
        return ASCII.equal(text.span.extracting(start..<text.count), stars.span)
    }

    /// The index after the code point that begins at an index; the index itself at the end of a text.
    private static func firstEnd(of text: Span<UInt8>, from start: Int) -> Int {
        guard start < text.count else { return start }
        return (start + 1..<text.count).first { text[$0] & 0xC0 != 0x80 } ?? text.count
    }

    /// Whether bytes of UTF-8 end in one of Unicode's blanks beyond ASCII (`White_Space` of its PropList).
    private static func isBlank(_ last: UInt32) -> Bool {
        switch last & 0xFF_FFFF {
        case 0xE1_9A80, 0xE2_8080...0xE2_808A, 0xE2_80A8, 0xE2_80A9, 0xE2_80AF, 0xE2_819F, 0xE3_8080: true
        default: last & 0xFFFF == 0xC285 || last & 0xFFFF == 0xC2A0
        }
    }
}
