import Wire

/// Hides secrets in texts that are recognized by their form, under any name: signed tokens, the credentials of an
/// `Authorization` field, keys with a known prefix, and PEM blocks.
enum MaskedSecret {
    /// The text with each secret hidden; nil if the text contains no secret.
    ///
    /// The text is read once. Each form is tried at the start of each word, and looks ahead only over the range that it
    /// then hides, or over one word, so that the time is proportional to the length of the text.
    static func text(of text: Span<UInt8>, _ prefixes: SecretPrefixes) -> [UInt8]? {
        var out: [UInt8] = []
        /// The text before this index is written.
        var copied = 0
        var at = 0
        while at < text.count {
            guard isStartOfWord(at, in: text), let secret = secret(at: at, in: text, prefixes) else {
                at += 1
                continue
            }
            out.append(text.extracting(copied..<secret.lowerBound))
            out += Mask.starBytes
            (copied, at) = (secret.upperBound, secret.upperBound)
        }
        guard copied > 0 else { return nil }
        out.append(text.extracting(copied..<text.count))
        return out
    }

    private static let wordBytes = ByteSet("_", withLettersAndDigits: true)

    private static func isStartOfWord(_ index: Int, in text: Span<UInt8>) -> Bool {
        index == 0 || !wordBytes.contains(text[index - 1])
    }

    /// The range to hide of a word that begins at an index, with the text after the word if that belongs to the secret.
    private static func secret(
        at index: Int, in text: Span<UInt8>, _ prefixes: SecretPrefixes
    ) -> Range<Int>? {
        switch text[index] {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "a"), UInt8(ascii: "A"), UInt8(ascii: "t"),
            UInt8(ascii: "T"):
            if let credentials = credentials(at: index, in: text) { return credentials }
        case UInt8(ascii: "e"):
            if let token = token(at: index, in: text) { return token }
        case UInt8(ascii: "-"):
            return block(at: index, in: text)
        default: break
        }
        return prefixes.end(ofSecretAt: index, in: text).map { index..<$0 }
    }
}

extension MaskedSecret {
    /// RFC 7515 §2: base64url, and the dots between the parts.
    private static let tokenBytes = ByteSet("-_.", withLettersAndDigits: true)
    /// The least length of a first part, which names the algorithm.
    private static let tokenBytesMin = 16

    /// A JSON Web Token: it begins with `{"` in base64, and has two dots or is long.
    private static func token(at index: Int, in text: Span<UInt8>) -> Range<Int>? {
        guard begins(text, at: index, with: "eyJ") else { return nil }
        let end = end(of: tokenBytes, in: text, from: index)
        guard end - index < tokenBytesMin else { return index..<end }
        let dots = (index..<end).count { text[$0] == UInt8(ascii: ".") }
        return dots >= 2 ? index..<end : nil
    }

    /// RFC 9110 §11.2: `token68`.
    private static let credentialBytes = ByteSet("-._~+/=", withLettersAndDigits: true)
    /// The same in a form, where `+` is a blank.
    private static let formCredentialBytes = ByteSet("-._~/=", withLettersAndDigits: true)
    /// A scheme of an `Authorization` field.
    private enum Scheme: CaseIterable {
        case bearer, basic, apikey, token

        /// Its name in small letters.
        var word: StaticString {
            switch self {
            case .bearer: "bearer"
            case .basic: "basic"
            case .apikey: "apikey"
            case .token: "token"
            }
        }
    }

    /// The least length of a credential after `Token`, because people use that word for other things too.
    private static let tokenSchemeBytesMin = 8
    /// The blanks between a scheme and its credentials: a space, a tab, a no-break space, and their escapes in a URL.
    private static let blanks: [StaticString] = [" ", "\t", "\u{A0}", "%20", "%09", "%c2%a0"]

    /// The credentials after a scheme such as `Bearer` or `Basic`, if they are not an ordinary word.
    private static func credentials(at index: Int, in text: Span<UInt8>) -> Range<Int>? {
        let scheme = Scheme.allCases.first { begins(text, at: index, withAnyCaseOf: $0.word) }
        guard let scheme else { return nil }
        let word = index + scheme.word.utf8CodeUnitCount
        var start = word
        while start < text.count, text[start] == UInt8(ascii: "+") { start += 1 }
        // The range ends at the next `+`, so that no part is searched twice and the time stays proportional to the
        // text.
        let bytes = start > word ? formCredentialBytes : credentialBytes
        while let blank = blanks.first(where: { begins(text, at: start, withAnyCaseOf: $0) }) {
            start += blank.utf8CodeUnitCount
        }
        let end = end(of: bytes, in: text, from: start)
        guard start > word, end > start else { return nil }
        let credentials = text.extracting(start..<end)
        let isSecret =
            switch scheme {
            case .basic: holdsColon(base64: credentials)
            case .token: credentials.count >= tokenSchemeBytesMin && isUncommon(credentials)
            case .bearer, .apikey: end == text.count || isUncommon(credentials)
            }
        return isSecret ? start..<end : nil
    }

    /// Whether a text cannot be a word of a sentence, unlike `of` in `Bearer of news`.
    private static func isUncommon(_ text: Span<UInt8>) -> Bool {
        text.count >= tokenBytesMin
            || text.indices.contains { !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= text[$0] | 0x20) }
    }

    /// Whether the text is base64 of a text with a colon, as user and password are (RFC 7617 §2).
    private static func holdsColon(base64 text: Span<UInt8>) -> Bool {
        var bits: UInt32 = 0
        var count = 0
        for index in text.indices {
            guard let digit = base64Digit(text[index]) else { return false }
            bits = bits << 6 | digit
            count += 6
            if count >= 8 {
                count -= 8
                if bits >> UInt32(count) & 0xFF == UInt32(UInt8(ascii: ":")) { return true }
            }
        }
        return false
    }

    private static func base64Digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// A PEM block (RFC 7468) up to the end of its last line, or up to the end of the text if the last line is missing.
    private static func block(at index: Int, in text: Span<UInt8>) -> Range<Int>? {
        guard begins(text, at: index, with: "-----BEGIN ") else { return nil }
        guard let last = (index..<text.count).first(where: { begins(text, at: $0, with: "-----END ") }) else {
            return index..<text.count
        }
        let end = (last + 9..<text.count).first { begins(text, at: $0, with: "-----") }
        return index..<(end.map { $0 + 5 } ?? text.count)
    }

    private static func end(of bytes: ByteSet, in text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, bytes.contains(text[end]) { end += 1 }
        return end
    }

    private static func begins(_ text: Span<UInt8>, at index: Int, with word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        return end <= text.count && ASCII.equal(text.extracting(index..<end), word)
    }

    private static func begins(_ text: Span<UInt8>, at index: Int, withAnyCaseOf word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        return end <= text.count && ASCII.equalIgnoringCase(text.extracting(index..<end), word)
    }
}
