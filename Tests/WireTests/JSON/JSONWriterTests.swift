import Testing
import Wire

@Suite struct `JSON writer` {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `sets commas between members and items`() {
        let out = JSONWriter.object { writer in
            writer.member("a", 1)
            writer.member("b", "x")
            writer.member("c", nil as String?)
            writer.member("d", nil as Int64?)
            writer.member("e", true)
            writer.object("f") { _ in }
            writer.array("g") { writer in
                writer.int(1)
                writer.array { _ in }
                writer.object { $0.member("h", false) }
                writer.null()
            }
            writer.name(bytes: "k\"".utf8)
            writer.raw("1.50")
            writer.name("l")
            writer.value(JSONText(parsing: Array("[1]".utf8)) ?? .null)
        }
        #expect(
            text(out) == #"{"a":1,"b":"x","c":null,"d":null,"e":true,"f":{},"#
                + #""g":[1,[],{"h":false},null],"k\"":1.50,"l":[1]}"#)
    }

    @Test func `writes brackets for a walk that does not recurse`() {
        var writer = JSONWriter()
        writer.open(UInt8(ascii: "["))
        writer.int(1)
        writer.open(UInt8(ascii: "{"))
        writer.close(UInt8(ascii: "}"))
        writer.open(UInt8(ascii: "["))
        writer.close(UInt8(ascii: "]"))
        writer.close(UInt8(ascii: "]"))
        #expect(text(writer.finish()) == "[1,{},[]]")
    }

    @Test(arguments: [0, 1, -1, 9, 10, 99, 100, 500_000, .max, .min] as [Int64])
    func `writes integers as Swift does`(_ value: Int64) {
        var writer = JSONWriter()
        writer.int(value)
        #expect(text(writer.finish()) == String(value))
    }

    @Test func `escapes what must be and nothing else`() {
        var writer = JSONWriter(capacity: 0)
        writer.string("\"\\/\u{8}\u{C}\n\r\t\0\u{1F}\u{7F}é\u{2028}😀<&>'")
        #expect(
            text(writer.finish()) == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}é\u{2028}😀<&>'\"")
    }

    @Test func `writes one text the same from a string, an array, a slice and a lazy collection`() {
        for offset in 0..<20 {
            for special in ["\"", "\\", "\n", "\u{1}", "é", "/"] {
                let value = String(repeating: "a", count: offset) + special + String(repeating: "b", count: 20 - offset)
                var texts: Set<String> = []
                for form in 0..<4 {
                    var writer = JSONWriter()
                    switch form {
                    case 0: writer.string(value)
                    case 1: writer.string(utf8: Array(value.utf8))
                    case 2: writer.string(utf8: ([0x78] + Array(value.utf8))[1...])
                    default: writer.string(utf8: value.utf8.lazy.map { $0 })
                    }
                    texts.insert(text(writer.finish()))
                }
                #expect(texts.count == 1)
                #expect(JSONDocument(texts.first ?? "").root?.string == value)
            }
        }
    }

    @Test func `gives back every character`() throws {
        var scalars = String.UnicodeScalarView()
        for value in 0..<0x3000 as Range<UInt32> { Unicode.Scalar(value).map { scalars.append($0) } }
        for value in stride(from: 0x3000 as UInt32, through: 0x10FFFF, by: 97) {
            Unicode.Scalar(value).map { scalars.append($0) }
        }
        let value = String(scalars)
        var writer = JSONWriter()
        writer.string(value)
        let root = try #require(JSONDocument(utf8: writer.finish()).root)
        #expect(Array(try #require(root.stringBytes)) == Array(value.utf8))
    }
}
