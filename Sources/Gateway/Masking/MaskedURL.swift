import Wire

/// URLs in texts: what stands before the host says who may in, and so do some parameters.
enum MaskedURL {
    private static let authorityEnds = OctetSet("/?# \t\n\u{0B}\u{0C}\r")
    private static let nameEnds = OctetSet("=?&#;/ \t\n\u{0B}\u{0C}\r")
    private static let valueEnds = OctetSet("&# \t\n\u{0B}\u{0C}\r")

    /// A text with user and password of each URL hidden, and the values of parameters as ``Mask`` has it by their names;
    /// nil where it has neither.
    ///
    /// Parameters are looked for whether or not a host stands before them, since a path with a query is a URL, too; and
    /// behind a `#` as well, where OAuth puts tokens.
    static func text(of text: Span<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        /// All of the text before this is written.
        var copied = 0
        var at = 0
        while at < text.count {
            guard let (secret, shown) = secret(behind: at, in: text) else {
                at += 1
                continue
            }
            out.append(text.extracting(copied..<secret.lowerBound))
            out += shown
            (copied, at) = (secret.upperBound, secret.upperBound)
        }
        guard copied > 0 else { return nil }
        out.append(text.extracting(copied..<text.count))
        return out
    }

    /// What follows on the octet at a place and is not shown as it is, and what is shown instead.
    private static func secret(behind at: Int, in text: Span<UInt8>) -> (place: Range<Int>, shown: [UInt8])? {
        switch text[at] {
        case UInt8(ascii: "/") where at > 0 && text[at - 1] == UInt8(ascii: "/"):
            // RFC 3986 §3.2: this is where the authority ends. One that has several @ is read up to the last of them.
            let authority = stretch(of: text, from: at + 1, to: authorityEnds)
            let sign = text.extracting(authority).lastPlace(of: UInt8(ascii: "@"))
            return sign.map { (at + 1..<at + 1 + $0, Mask.starOctets) }
        case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: ";"):
            let name = stretch(of: text, from: at + 1, to: nameEnds)
            guard name.upperBound < text.count, text[name.upperBound] == UInt8(ascii: "=") else { return nil }
            let kind = kind(ofParameter: text.extracting(name))
            guard kind != .plain else { return nil }
            let value = stretch(of: text, from: name.upperBound + 1, to: valueEnds)
            return Mask.text(text.extracting(value), kind).map { (value, $0) }
        default: return nil
        }
    }

    private static func kind(ofParameter name: Span<UInt8>) -> Mask.Kind {
        guard name.firstPlace(of: UInt8(ascii: "%")) != nil else { return Mask.kind(ofParameter: name) }
        var encoded: [UInt8] = []
        encoded.append(name)
        return Mask.kind(ofParameter: PercentEncoding.decode(encoded[...]).span)
    }

    /// The octets from a place up to the first that ends them, or to the end of the text.
    private static func stretch(of text: Span<UInt8>, from start: Int, to ends: OctetSet) -> Range<Int> {
        start..<start + ends.firstPlace(in: text.extracting(start..<text.count))
    }
}
