import Wire

/// Texts for new secrets.
enum Mint {
    private static let letters: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    /// One letter or digit for each byte. 256 is no multiple of 62, so that eight letters come a little more often; a
    /// letter is still worth 5.9 bits.
    static func text(_ random: some Sequence<UInt8>) -> String {
        letters.withUTF8Buffer { letters in
            String(decoding: random.map { letters[Int($0) % 62] }, as: UTF8.self)
        }
    }
}
