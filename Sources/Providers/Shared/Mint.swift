import Wire

/// Random text for new secrets.
enum Mint {
    /// One letter or digit for each byte. 256 is not a multiple of 62, so eight characters are a little more frequent;
    /// a character is still worth 5.9 bits.
    static func text(_ random: some Sequence<UInt8>) -> String {
        String(decoding: random.map { Base62.digit(UInt64($0) % 62) }, as: UTF8.self)
    }
}
