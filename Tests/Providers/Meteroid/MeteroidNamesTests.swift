import Testing

@testable import Providers

@Suite struct `Meteroid's rows of names` {
    private static let texts = [
        "", "a", "id", "abc", "type", "typo", "pricing", "quantity", "abcdefgh-ijklmnop", "abcdefgh_ijklmnop",
    ]
    private let names = MeteroidNames(texts)

    /// The search may begin at any index.
    @Test(arguments: texts.indices) func `find each of their names`(place: Int) {
        for start in 0...Self.texts.count {
            #expect(names.index(of: Array(Self.texts[place].utf8).span, from: start) == place)
        }
    }

    /// Each byte of a name counts, also the bytes between its ends.
    @Test(arguments: texts) func `find no name that differs in a byte`(text: String) {
        for place in text.utf8.indices {
            var other = Array(text.utf8)
            other[text.utf8.distance(from: text.utf8.startIndex, to: place)] = UInt8(ascii: "~")
            #expect(names.index(of: other.span) == nil)
        }
        #expect(names.index(of: Array((text + "~").utf8).span) == nil)
    }

    @Test func `find none of the parts of a longer name`() {
        for length in 1..<17 where length != 8 {
            let part = Array("bcdefgh-ijklmnopq".utf8.prefix(length))
            #expect(names.index(of: part.span) == nil)
        }
        #expect(names.index(of: Array("\0".utf8).span) == nil)
        #expect(MeteroidNames([]).index(of: Array("".utf8).span) == nil)
    }
}
