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

    @Test(arguments: ["", "a", "é", "fifteen letters", "a text that is longer than a word of sixteen"])
    func `are appended to others and read as text`(_ text: String) {
        var bytes = Array("<".utf8)
        bytes.append(utf8: text)
        bytes.append(Array(">".utf8).span)
        #expect(bytes == Array("<\(text)>".utf8))
        #expect(String(utf8: bytes.span) == "<\(text)>")
    }
}
