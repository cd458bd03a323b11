import Testing
import Wire

@Suite struct `Bytes of a span` {
    @Test(
        arguments: [
            ("", nil, nil), ("x", 0, 0), ("ax", 1, 1), ("abcdefgx", 7, 7), ("abcdefghx", 8, 8),
            ("xabcdefghijklmnopqx", 0, 18),
            ("abc", nil, nil), ("abcdefghijklmnop", nil, nil),
        ] as [(String, Int?, Int?)])
    func `find the first and the last index of a byte`(_ text: String, _ first: Int?, _ last: Int?) {
        let bytes = Array(text.utf8)
        #expect(bytes.span.firstIndex(of: UInt8(ascii: "x")) == first)
        #expect(bytes.span.lastIndex(of: UInt8(ascii: "x")) == last)
    }

    /// Around the eight bytes that are examined in one step.
    @Test(arguments: 0..<20)
    func `find a byte at each index of texts of each length`(_ length: Int) {
        for special in [0, 0x1F, 0x20, UInt8(ascii: "\\"), 0x7F, 0x80, 0xFF, 0x5D] as [UInt8] {
            for index in 0..<length {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                bytes[index] = special
                #expect(bytes.span.firstIndex(of: special) == index)
                #expect(bytes.span.lastIndex(of: special) == index)
                let isRepaired = special <= 0x20 || special == UInt8(ascii: "\\") || special == 0x7F
                #expect(bytes.span.firstRepairedInURL(from: 0) == (isRepaired ? index : length))
                #expect(bytes.span.firstRepairedInURL(from: index + 1) == length)
                bytes[0] = special
                #expect(bytes.span.lastIndex(of: special) == index)
                #expect(bytes.span.firstIndex(of: special) == 0)
            }
        }
    }

    @Test(arguments: ["", "a", "é", "fifteen letters", "a text that is longer than a word of sixteen"])
    func `are appended to others and read as text`(_ text: String) {
        var bytes = Array("<".utf8)
        bytes.append(utf8: text)
        bytes.append(Array(">".utf8).span)
        #expect(bytes == Array("<\(text)>".utf8))
        #expect(String(utf8: bytes.span) == "<\(text)>")
    }
}
