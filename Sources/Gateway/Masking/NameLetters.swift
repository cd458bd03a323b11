import Wire

/// The letters of a name in lower case, so that `Card-Number`, `cardNumber` and `card_number` are equal.
struct NameLetters {
    /// Longer names are not judged, and their values are hidden, because the beginning of a name does not say what its
    /// end would. No provider has a member with such a name, and a name that a person writes is at most a line, so this
    /// hides no value that a reader needs.
    static let bytesMax = 4_096

    /// Stands for a letter that no word of ``Mask`` has. It separates the letters around it; other characters are left
    /// out.
    private static let foreign = UInt8(ascii: "?")

    /// `a`…`z`, and ``foreign`` for any other letter.
    let bytes: [UInt8]

    /// Nil if the name, in UTF-8, is longer than ``bytesMax``.
    init?(_ name: Span<UInt8>) {
        guard name.count <= Self.bytesMax else { return nil }
        bytes = name.indices.allSatisfy { name[$0] < 0x80 } ? Self.letters(ofASCII: name) : Self.letters(of: name)
    }

    /// Whether they are the letters of a word, which is in lower case.
    func are(_ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount && ASCII.equal(bytes.span, word)
    }

    private static func letters(ofASCII name: Span<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        for index in name.indices where ASCII.isLetter(name[index]) { letters.append(name[index] | 0x20) }
        return letters
    }

    /// A letter with an accent counts as another letter, as one code point or as two.
    private static func letters(of name: Span<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        /// Whether the last character is a letter, to which a mark can belong.
        var isBehindLetter = false
        for scalar in String(utf8: name).unicodeScalars {
            if scalar.isASCII {
                let byte = UInt8(ascii: scalar)
                isBehindLetter = ASCII.isLetter(byte)
                if isBehindLetter { letters.append(byte | 0x20) }
            } else if scalar.properties.isGraphemeExtend || scalar == zeroWidthJoiner {
                if isBehindLetter { letters[letters.count - 1] = foreign }
            } else {
                isBehindLetter = scalar.properties.isAlphabetic
                if isBehindLetter { letters.append(scalar == kelvin ? UInt8(ascii: "k") : foreign) }
            }
        }
        return letters
    }

    /// The one letter beyond ASCII whose small letter is ASCII's.
    private static let kelvin: Unicode.Scalar = "\u{212A}"
    /// Belongs to the character before it, as a mark does (UAX #29, GB9).
    private static let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"
}
