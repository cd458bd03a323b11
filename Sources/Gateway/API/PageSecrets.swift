import Wire

/// Takes out of an answer what opens a session's page, wherever a text of it has that: a request that was kept may hold the
/// address of another session's page.
///
/// It goes by the form alone, so that it needs no look into the store: a token of a page, and 64 hexadecimal digits or more
/// in a row, as the hash in an address of Userdocks' has.
enum PageSecrets {
    /// What stands in their place.
    private static let mark = Array("***".utf8)
    private static let tokenPrefixes = [Array("cs_test_".utf8), Array("cs_live_".utf8)]
    /// What follows the prefix of a token: 11 digits of base 62 for the session's key, 22 for the code that proves it.
    private static let tokenDigits = 33
    private static let hashDigits = 64

    /// The text without them. It has to be JSON, and stays JSON: only what stands in strings is looked at.
    static func removed(from json: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(json.count)
        var isInString = false
        var hexEnd = 0
        var at = 0
        while at < json.count {
            let byte = json[at]
            if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if isInString {
                if byte == UInt8(ascii: "\\") {
                    let isCodePoint = at + 1 < json.count && json[at + 1] == UInt8(ascii: "u")
                    let end = min(at + (isCodePoint ? 6 : 2), json.count)
                    out += json[at..<end]
                    at = end
                    continue
                }
                if at >= hexEnd { hexEnd = end(of: json, from: at, while: isHexDigit) }
                if let end = secretEnd(in: json, from: at, hexEnd: hexEnd) {
                    out += mark
                    at = end
                    continue
                }
            }
            out.append(byte)
            at += 1
        }
        return out
    }

    /// The place behind a secret that begins at a place; nil where none does.
    private static func secretEnd(in text: [UInt8], from start: Int, hexEnd: Int) -> Int? {
        if hexEnd - start >= hashDigits { return hexEnd }
        guard text[start] == UInt8(ascii: "c"),
            let prefix = tokenPrefixes.first(where: { text[start...].starts(with: $0) })
        else { return nil }
        let digits = start + prefix.count
        let end = end(of: text, from: digits, while: isBase62Digit)
        return end - digits >= tokenDigits ? end : nil
    }

    private static func end(of text: [UInt8], from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        var end = start
        while end < text.count, belongs(text[end]) { end += 1 }
        return end
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    private static func isBase62Digit(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
