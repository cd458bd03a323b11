import Wire

/// E-mail addresses in texts, each shown as the first character before its `@` and the host after it.
enum EmailText {
    /// Every address in a text, also where its `@` is written as in a URL's query.
    static func masked(_ text: String) -> String {
        guard text.contains("@") || text.contains("%40") else { return text }
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

    /// An address that is the whole text, whatever characters stand before its last `@`.
    static func masked(whole text: String) -> String {
        let host = text.lastIndex(of: "@").map { text[$0...] } ?? ""
        return String(text.prefix(text.first == "@" ? 0 : 1)) + Mask.stars + host
    }

    /// Hides all but the first of the characters that end a text and may be the local part of an address.
    private static func hide(endOf out: inout [Character]) {
        let count = out.reversed().prefix { !isBoundary($0) }.count
        guard count > 0 else { return }
        // User and password of a URL stand before an @, too; of these nothing is shown.
        let isOfURL = out.dropLast(count).last == ":" || out.dropLast(count).suffix(2) == ["/", "/"]
        out.removeLast(isOfURL ? count : count - 1)
        out += Mask.stars
    }

    /// RFC 5322 §3.2.3 has more characters of an atom; those that part the words of texts and URLs are taken for that.
    private static func isBoundary(_ character: Character) -> Bool {
        character.isWhitespace || "/?&=:;,<>()[]\"'@".contains(character)
    }
}
