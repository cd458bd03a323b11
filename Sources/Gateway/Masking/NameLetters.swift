import Wire

/// The letters of a name, capitals made small, so that `Card-Number`, `cardNumber` and `card_number` are one.
struct NameLetters {
    /// Names longer than this are not judged, and what is told by them is hidden, since their beginning does not say what
    /// their end would. No provider has a member of such a name, and a person's is a line at most, so nothing that
    /// anybody looks for is hidden by it.
    static let bytesMax = 4_096

    /// Stands for a letter that no word of ``Mask`` has. It parts those around it, where any other character is left out.
    private static let foreign = UInt8(ascii: "?")

    /// `a`…`z`, and ``foreign`` for any other letter.
    let bytes: [UInt8]

    /// Nil where the name, in UTF-8, is longer than ``bytesMax``.
    init?(_ name: Span<UInt8>) {
        guard name.count <= Self.bytesMax else { return nil }
        bytes = name.indices.allSatisfy { name[$0] < 0x80 } ? Self.letters(ofASCII: name) : Self.letters(of: name)
    }

    /// Whether they are all those of a word, which is in small letters.
    func are(_ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount && ASCII.equal(bytes.span, word)
    }

    private static func letters(ofASCII name: Span<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        for place in name.indices where ASCII.isLetter(name[place]) { letters.append(name[place] | 0x20) }
        return letters
    }

    /// A letter with an accent is another letter, in one code point or in two.
    private static func letters(of name: Span<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(name.count)
        /// Whether what stands before is a letter, which a mark can go on.
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
    /// Goes on what stands before it, as a mark does (UAX #29, GB9).
    private static let zeroWidthJoiner: Unicode.Scalar = "\u{200D}"
}
