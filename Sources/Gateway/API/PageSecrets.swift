import Wire

/// Removes secrets that open a session's page from the strings of an answer: a stored request may contain the address
/// of another session's page.
///
/// It recognizes them by their form, without asking the store: the token of a page, and 64 or more hexadecimal digits
/// in a row, as the hash in an address of Userdocks has. It decodes the escapes of JSON, of JSON within a string, and
/// percent escapes first, because a reader of the answer would decode them too.
enum PageSecrets {
    /// A character of a string, with the range of its spelling in the JSON text. A character beyond ASCII has the byte
    /// 0xFF.
    private struct Character {
        var byte: UInt8
        var start: Int
        var end: Int
    }

    /// Replaces a secret.
    private static let mark = Array("***".utf8)
    private static let tokenPrefixes = [Array("cs_test_".utf8), Array("cs_live_".utf8)]
    /// The characters after a token's prefix: 11 digits of base 62 for the session's key, 22 for the code that proves
    /// it.
    private static let tokenDigits = 33
    private static let hashDigits = 64
    /// How many times escapes are decoded: a percent escape within a URL within a JSON text within a string needs
    /// three.
    private static let escapeRounds = 4
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    /// The text without secrets. It has to be JSON, and stays JSON, because only strings change.
    static func removed(from json: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(json.count)
        var copied = 0
        var start = json.firstIndex(of: quote).map { $0 + 1 }
        while let begin = start {
            var characters: [Character] = []
            var end = begin
            while end < json.count, json[end] != quote {
                let character = character(of: json, at: end)
                characters.append(character)
                end = character.end
            }
            if characters.count >= tokenDigits {
                removeSecrets(of: characters, in: json, &copied, &out)
            }
            start = end < json.count ? json[(end + 1)...].firstIndex(of: quote).map { $0 + 1 } : nil
        }
        return out + json[copied...]
    }

    private static func removeSecrets(
        of spelled: [Character], in json: [UInt8], _ copied: inout Int, _ out: inout [UInt8]
    ) {
        var characters = spelled
        for _ in 0..<escapeRounds {
            let read = readingEscapes(of: characters)
            if read.count == characters.count { break }
            characters = read
        }
        var hexEnd = 0
        var index = 0
        while index < characters.count {
            if index >= hexEnd { hexEnd = end(of: characters, from: index, while: isHexDigit) }
            guard let end = secretEnd(in: characters, from: index, hexEnd: hexEnd) else {
                index += 1
                continue
            }
            out += json[copied..<characters[index].start]
            out += mark
            copied = characters[end - 1].end
            index = end
        }
    }

    /// The character of a string at an index of the JSON text.
    private static func character(of json: [UInt8], at index: Int) -> Character {
        guard json[index] == backslash, index + 1 < json.count else {
            return Character(byte: json[index] < 0x80 ? json[index] : 0xFF, start: index, end: index + 1)
        }
        if json[index + 1] == UInt8(ascii: "u"), index + 6 <= json.count,
            let code = number(json[(index + 2)..<(index + 6)])
        {
            return Character(byte: code < 0x80 ? UInt8(code) : 0xFF, start: index, end: index + 6)
        }
        // Of the short escapes, only these stand for a character that can be part of another escape or of a URL.
        let isItself = [quote, backslash, UInt8(ascii: "/")].contains(json[index + 1])
        return Character(byte: isItself ? json[index + 1] : 0xFF, start: index, end: index + 2)
    }

    /// The characters with each `\u00XX` and `%XX` among them decoded.
    private static func readingEscapes(of characters: [Character]) -> [Character] {
        var out: [Character] = []
        out.reserveCapacity(characters.count)
        var index = 0
        while index < characters.count {
            let digits: Range<Int>
            if characters[index].byte == backslash, index + 1 < characters.count,
                characters[index + 1].byte == UInt8(ascii: "u")
            {
                digits = (index + 2)..<(index + 6)
            } else {
                digits = (index + 1)..<(index + 3)
            }
            let isEscape = characters[index].byte == UInt8(ascii: "%") || digits.count == 4
            guard isEscape, digits.upperBound <= characters.count,
                let code = number(characters[digits].map(\.byte)), code < 0x80
            else {
                out.append(characters[index])
                index += 1
                continue
            }
            out.append(
                Character(
                    byte: UInt8(code), start: characters[index].start, end: characters[digits.upperBound - 1].end))
            index = digits.upperBound
        }
        return out
    }

    /// The value of hexadecimal digits; nil for any other text.
    private static func number(_ digits: some Sequence<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard isHexDigit(digit) else { return nil }
            number = number << 4 | Int(ASCII.isDigit(digit) ? digit & 0x0F : (digit & 0x0F) + 9)
        }
        return number
    }

    /// The index after a secret that begins at an index; nil if none begins there.
    private static func secretEnd(in characters: [Character], from start: Int, hexEnd: Int) -> Int? {
        if hexEnd - start >= hashDigits { return hexEnd }
        guard characters[start].byte == UInt8(ascii: "c"),
            let prefix = tokenPrefixes.first(where: { characters[start...].lazy.map(\.byte).starts(with: $0) })
        else { return nil }
        let digits = start + prefix.count
        let end = end(of: characters, from: digits, while: isBase62Digit)
        return end - digits >= tokenDigits ? end : nil
    }

    private static func end(of characters: [Character], from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        var end = start
        while end < characters.count, belongs(characters[end].byte) { end += 1 }
        return end
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    private static func isBase62Digit(_ byte: UInt8) -> Bool {
        ASCII.isDigit(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
