import Wire

/// URLs in texts: what stands before the host says who may in, and so do some parameters.
enum MaskedURL {
    /// A text with user and password of each URL hidden, and the values of parameters as ``Mask`` has it by their names.
    ///
    /// Parameters are looked for whether or not a host stands before them, since a path with a query is a URL, too; and
    /// behind a `#` as well, where OAuth puts tokens.
    static func text(of text: String) -> String {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        /// All of the text before this is written.
        var copied = 0
        var at = 0
        while at < bytes.count {
            guard let (start, end, shown) = secret(behind: at, in: bytes) else {
                at += 1
                continue
            }
            out += bytes[copied..<start] + Array(shown.utf8)
            (copied, at) = (end, end)
        }
        return copied == 0 ? text : String(decoding: out + bytes[copied...], as: UTF8.self)
    }

    /// What follows on the byte at a place and is not shown as it is, and what is shown instead.
    private static func secret(behind at: Int, in bytes: [UInt8]) -> (start: Int, end: Int, shown: String)? {
        switch bytes[at] {
        case UInt8(ascii: "/") where at > 0 && bytes[at - 1] == UInt8(ascii: "/"):
            // RFC 3986 §3.2: this is where the authority ends. One that has several @ is read up to the last of them.
            let authority = bytes[(at + 1)...].prefix { !isSpace($0) && !"/?#".utf8.contains($0) }
            return authority.lastIndex(of: UInt8(ascii: "@")).map { (at + 1, $0, Mask.stars) }
        case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: ";"):
            let name = bytes[(at + 1)...].prefix { !isSpace($0) && !"=?&#;/".utf8.contains($0) }
            guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "=") else { return nil }
            let kind = Mask.kind(ofParameter: String(decoding: PercentEncoding.decode(name), as: UTF8.self))
            guard kind != .plain else { return nil }
            let value = bytes[(name.endIndex + 1)...].prefix { !isSpace($0) && !"&#".utf8.contains($0) }
            return (value.startIndex, value.endIndex, Mask.text(String(decoding: value, as: UTF8.self), kind))
        default: return nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
