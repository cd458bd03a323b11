import Wire

/// URLs in texts: what stands before the host says who may in, and so do some parameters.
enum MaskedURL {
    private static let authorityEnds = ByteSet("/?# \t\n\u{0B}\u{0C}\r")
    /// What a parameter can stand behind. Beside what URLs have before one, these are the marks and blanks of cookies,
    /// forms and sentences.
    private static let parameterStarts = ByteSet("?&#; \t\n\u{0B}\u{0C}\r,(\"'")
    private static let nameEnds = ByteSet("=/?&#; \t\n\u{0B}\u{0C}\r,(\"'")
    private static let valueEnds = ByteSet("&# \t\n\u{0B}\u{0C}\r")

    /// What is not shown, and what is shown instead.
    private typealias Secret = (place: Range<Int>, shown: [UInt8])

    /// A text with user and password of each URL hidden, and the values of parameters as ``Mask`` has it by their names;
    /// nil where it has neither.
    ///
    /// Parameters are looked for whether or not a host stands before them, since a path with a query is a URL, too, and
    /// a form is a query alone; behind a `#` as well, where OAuth puts tokens; and in a URL that is itself the value of a
    /// parameter, in which the marks are escaped.
    static func text(of text: Span<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        /// All of the text before this is written.
        var copied = 0
        var at = 0
        var found = parameter(from: 0, in: text)
        while true {
            if let secret = found {
                out.append(text.extracting(copied..<secret.place.lowerBound))
                out += secret.shown
                (copied, at) = (secret.place.upperBound, secret.place.upperBound)
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

    /// What follows on the character at a place and is not shown as it is.
    private static func secret(behind at: Int, _ next: Int, in text: Span<UInt8>) -> Secret? {
        if text[at] == UInt8(ascii: "/"), at > 0, text[at - 1] == UInt8(ascii: "/") {
            // RFC 3986 §3.2: this is where the authority ends. One that has several @ is read up to the last of them.
            let authority = next..<next + authorityEnds.firstIndex(in: text.extracting(next..<text.count))
            let sign = text.extracting(authority).lastIndex(of: UInt8(ascii: "@"))
            return sign.map { (next..<next + $0, Mask.starBytes) }
        }
        return parameterStarts.contains(character(at: at, in: text).byte) ? parameter(from: next, in: text) : nil
    }

    /// The value of a parameter of which the name begins at a place.
    private static func parameter(from start: Int, in text: Span<UInt8>) -> Secret? {
        var at = start
        while at < text.count {
            let (byte, next) = character(at: at, in: text)
            if byte == UInt8(ascii: "=") {
                // Only a value that is hidden, and thereby passed, is looked through, so that none is a second time.
                let kind = Mask.kind(ofParameter: decoded(text.extracting(start..<at)).span)
                guard kind != .plain else { return nil }
                return secret(from: next, kind, in: text, marksAreEscaped: text[at] == UInt8(ascii: "%"))
            }
            if nameEnds.contains(byte) { return nil }
            at = next
        }
        return nil
    }

    private static func secret(
        from start: Int, _ kind: Mask.Kind, in text: Span<UInt8>, marksAreEscaped: Bool
    ) -> Secret? {
        var end = start
        while end < text.count {
            let (byte, next) = character(at: end, in: text)
            if valueEnds.contains(marksAreEscaped ? byte : text[end]) { break }
            end = next
        }
        let value = text.extracting(start..<end)
        // The placeholder stands for an id that is filled in later, and tells nothing.
        if value.isEmpty || ASCII.equal(decoded(value).span, "{CHECKOUT_SESSION_ID}") { return nil }
        return Mask.text(value, kind).map { (start..<end, $0) }
    }

    private static func decoded(_ text: Span<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.append(text)
        return text.firstIndex(of: UInt8(ascii: "%")) == nil ? encoded : PercentEncoding.decode(encoded[...])
    }

    /// The byte at a place, as it is or escaped (RFC 3986 §2.1), once or more often, and the place behind it.
    private static func character(at place: Int, in text: Span<UInt8>) -> (byte: UInt8, next: Int) {
        guard text[place] == UInt8(ascii: "%") else { return (text[place], place + 1) }
        var digits = place + 1
        // An escape that is escaped has `%25` for its `%`.
        while digits + 1 < text.count, text[digits] == UInt8(ascii: "2"), text[digits + 1] == UInt8(ascii: "5") {
            digits += 2
        }
        guard digits + 1 < text.count, let high = ASCII.hexDigit(text[digits]),
            let low = ASCII.hexDigit(text[digits + 1])
        else { return (text[place], place + 1) }
        return (high << 4 | low, digits + 2)
    }
}
