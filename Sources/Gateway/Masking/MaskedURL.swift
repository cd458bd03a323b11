import Wire

/// Hides the secrets of URLs in texts: the user information before the host, and the values of some parameters.
struct MaskedURL {
    /// Masks the values of parameters.
    let mask: Mask

    private static let authorityEnds = ByteSet("/?# \t\n\u{0B}\u{0C}\r")
    /// The characters before a parameter: those of URLs, and the marks and blanks of cookies, forms and sentences.
    private static let parameterStarts = ByteSet("?&#; \t\n\u{0B}\u{0C}\r,(\"'")
    private static let nameEnds = ByteSet("=/?&#; \t\n\u{0B}\u{0C}\r,(\"'")
    private static let valueEnds = ByteSet("&# \t\n\u{0B}\u{0C}\r")

    /// A range to hide, and the text to show instead.
    private typealias Secret = (range: Range<Int>, shown: [UInt8])

    /// The text with user and password of each URL hidden, and the values of parameters masked by ``Mask``; nil if it
    /// has neither.
    ///
    /// Parameters are searched with or without a host before them, because a path with a query is a URL too, and a form
    /// is only a query; also after a `#`, where OAuth puts tokens; and in a URL that is itself the value of a
    /// parameter, with its marks escaped.
    func text(of text: Span<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        /// The text before this index is written.
        var copied = 0
        var at = 0
        var found = parameter(from: 0, in: text)
        while true {
            if let secret = found {
                out.append(text.extracting(copied..<secret.range.lowerBound))
                out += secret.shown
                (copied, at) = (secret.range.upperBound, secret.range.upperBound)
            }
            guard at < text.count else { break }
            let next = character(at: at, in: text).next
            found = secret(behind: at, next, in: text)
            at = next
        }
        guard copied > 0 else { return nil }
        out.append(text.extracting(copied..<text.count))
        return out
    }

    /// The secret after the character at an index; nil if the text there can be shown.
    private func secret(behind at: Int, _ next: Int, in text: Span<UInt8>) -> Secret? {
        if text[at] == UInt8(ascii: "/"), at > 0, text[at - 1] == UInt8(ascii: "/") {
            // RFC 3986 §3.2: the end of the authority. An authority with several `@` is read up to the last of them.
            let authority = next..<next + Self.authorityEnds.firstIndex(in: text.extracting(next..<text.count))
            let sign = text.extracting(authority).lastIndex(of: UInt8(ascii: "@"))
            return sign.map { (next..<next + $0, Mask.starBytes) }
        }
        return Self.parameterStarts.contains(character(at: at, in: text).byte) ? parameter(from: next, in: text) : nil
    }

    /// The value of a parameter whose name begins at an index.
    private func parameter(from start: Int, in text: Span<UInt8>) -> Secret? {
        var at = start
        while at < text.count {
            let (byte, next) = character(at: at, in: text)
            if byte == UInt8(ascii: "=") {
                // Only a hidden value is read here, and then skipped, so that no value is read twice.
                let kind = Mask.kind(ofParameter: decoded(text.extracting(start..<at)).span)
                guard kind != .plain else { return nil }
                return secret(from: next, kind, in: text, marksAreEscaped: text[at] == UInt8(ascii: "%"))
            }
            if Self.nameEnds.contains(byte) { return nil }
            at = next
        }
        return nil
    }

    private func secret(
        from start: Int, _ kind: Mask.Kind, in text: Span<UInt8>, marksAreEscaped: Bool
    ) -> Secret? {
        var end = start
        while end < text.count {
            let (byte, next) = character(at: end, in: text)
            if Self.valueEnds.contains(marksAreEscaped ? byte : text[end]) { break }
            end = next
        }
        let value = text.extracting(start..<end)
        // The placeholder stands for an id that is filled in later, and is not a secret.
        if value.isEmpty || ASCII.equal(decoded(value).span, "{CHECKOUT_SESSION_ID}") { return nil }
        return mask.text(value, kind).map { (start..<end, $0) }
    }

    private func decoded(_ text: Span<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.append(text)
        return text.firstIndex(of: UInt8(ascii: "%")) == nil ? encoded : PercentEncoding.decode(encoded[...])
    }

    /// The byte at an index, which may be escaped (RFC 3986 §2.1) once or several times, and the index after it.
    private func character(at index: Int, in text: Span<UInt8>) -> (byte: UInt8, next: Int) {
        guard text[index] == UInt8(ascii: "%") else { return (text[index], index + 1) }
        var digits = index + 1
        // An escape that is escaped again has `%25` instead of `%`.
        while digits + 1 < text.count, text[digits] == UInt8(ascii: "2"), text[digits + 1] == UInt8(ascii: "5") {
            digits += 2
        }
        guard digits + 1 < text.count, let high = ASCII.hexDigit(text[digits]),
            let low = ASCII.hexDigit(text[digits + 1])
        else { return (text[index], index + 1) }
        return (high << 4 | low, digits + 2)
    }
}
