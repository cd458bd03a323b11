import Wire

/// E-mail addresses in texts, each shown as the first character before its `@` and the host after it.
enum MaskedEmail {
    /// Every address in a text, also where its `@` is written as in a URL's query.
    static func text(of text: String) -> String {
        guard isIn(text) else { return text }
        var out: [Character] = []
        var rest = Substring(text)
        while let first = rest.first {
            let sign = first == "@" ? 1 : rest.hasPrefix("%40") ? 3 : 0
            if sign > 0 { hide(endOf: &out) }
            out += rest.prefix(max(1, sign))
            rest = rest.dropFirst(max(1, sign))
        }
        return String(out)
    }

    /// Whether a text may have an address in it.
    static func isIn(_ text: String) -> Bool {
        text.contains("@") || text.contains("%40")
    }

    /// An address that is the whole text, whatever characters stand before its last `@`.
    static func text(ofAddress text: String) -> String {
        let sign = text.lastIndex(of: "@") ?? text.ranges(of: "%40").last?.lowerBound ?? text.endIndex
        return String(text[..<sign].prefix(1)) + Mask.stars + text[sign...]
    }

    /// Hides all but the first of the characters that end a text and may be the local part of an address.
    private static func hide(endOf out: inout [Character]) {
        let count = out.reversed().prefix { !isBoundary($0) }.count
        // What has stars already is the user and password of a URL.
        guard count > 0, !out.suffix(count).elementsEqual(Mask.stars) else { return }
        // Behind a colon stands what may be a password, where a URL was written without its beginning.
        out.removeLast(out.dropLast(count).last == ":" ? count : count - 1)
        out += Mask.stars
    }

    /// RFC 5322 §3.2.3 has more characters of an atom; those that part the words of texts and URLs are taken for that.
    private static func isBoundary(_ character: Character) -> Bool {
        character.isWhitespace || "/?&=:;,<>()[]\"'@".contains(character)
    }
}
