import Testing
import Wire

@Suite struct `JSON string` {
    @Test(arguments: [
        (#""""#, ""), (#""abc""#, "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0000""#, "\0"),
        (#""\u00e9\u00E9""#, "éé"), (#""\u20AC""#, "€"), (#""\uD83D\uDE00""#, "😀"), (#""a\ud83d\ude00b""#, "a😀b"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\uD800\uDC00""#, "\u{10000}"),
        (#""\uFFFF\uD7FF\uE000""#, "\u{FFFF}\u{D7FF}\u{E000}"),
        (#""é€😀""#, "é€😀"), (#""\\u0041""#, "\\u0041"), (#""\\\u0041""#, "\\A"), (#""\u005cn""#, "\\n"),
        (#""\u0022""#, "\""), ("\"\u{7F}\u{80}\u{2028}\"", "\u{7F}\u{80}\u{2028}"),
    ])
    func `is its characters without the escapes`(_ text: String, _ characters: String) throws {
        for grammar in [JSONGrammar.rfc8259, .python] {
            let document = JSONDocument(text, grammar: grammar)
            #expect(document.fault == nil)
            let root = try #require(document.root)
            #expect(Array(try #require(root.stringBytes)) == Array(characters.utf8))
            #expect(root.string.map { Array($0.utf8) } == Array(characters.utf8))
            #expect(root.wellFormedBytes.map { Array($0) } == Array(characters.utf8))
            #expect(!root.hasLoneSurrogate)
        }
    }

    @Test(
        arguments: [
            (#""\uD800""#, [0xED, 0xA0, 0x80], "\u{FFFD}"), (#""\uDFFF""#, [0xED, 0xBF, 0xBF], "\u{FFFD}"),
            (#""\uDE00\uD83D""#, [0xED, 0xB8, 0x80, 0xED, 0xA0, 0xBD], "\u{FFFD}\u{FFFD}"),
            (#""\uD83Dx\uDE00""#, [0xED, 0xA0, 0xBD, 0x78, 0xED, 0xB8, 0x80], "\u{FFFD}x\u{FFFD}"),
            (#""\uD83D\uD83D\uDE00""#, [0xED, 0xA0, 0xBD, 0xF0, 0x9F, 0x98, 0x80], "\u{FFFD}😀"),
            (#""é\uD800퟿""#, [0xC3, 0xA9, 0xED, 0xA0, 0x80, 0xED, 0x9F, 0xBF], "é\u{FFFD}\u{D7FF}"),
        ] as [(String, [UInt8], String)])
    func `keeps a lone surrogate as Python does, and shows it as one U+FFFD`(
        _ text: String, _ bytes: [UInt8], _ shown: String
    ) throws {
        let root = try #require(JSONDocument(text, grammar: .python).root)
        #expect(Array(try #require(root.stringBytes)) == bytes)
        #expect(root.string == shown)
        #expect(root.wellFormedBytes.map { Array($0) } == Array(shown.utf8))
        #expect(root.hasLoneSurrogate)
        #expect(JSONDocument(text).fault?.reason == .loneSurrogate)
    }

    @Test(arguments: ["1", "null", "[\"\\uD800\"]", "{}"]) func `is nothing but a string`(_ text: String) throws {
        let root = try #require(JSONDocument(text, grammar: .python).root)
        #expect(root.stringBytes == nil)
        #expect(root.string == nil)
        #expect(root.wellFormedBytes == nil)
        #expect(!root.hasLoneSurrogate)
    }

    @Test func `does not join an escaped half with one that was encoded`() throws {
        let text = Array(#"["\uD83D"#.utf8) + [0xED, 0xB8, 0x80] + Array("\"]".utf8)
        let document = JSONDocument(text, grammar: .python)
        let value = try #require(document.root.flatMap { Array($0.elements).first })
        #expect(Array(try #require(value.stringBytes)) == [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80])
        #expect(value.string == "\u{FFFD}\u{FFFD}")
    }

    @Test func `ends, escapes and is refused at any offset in words of eight bytes`() throws {
        for offset in 0..<40 {
            for filler in [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F] as [UInt8] {
                let before = [UInt8](repeating: filler, count: offset)
                let after = [UInt8](repeating: filler, count: 40 - offset)
                let escaped = JSONDocument(utf8: [0x22] + before + [0x5C, 0x6E] + after + [0x22])
                #expect(Array(try #require(escaped.root?.stringBytes)) == before + [0x0A] + after)
                let ended = JSONDocument(utf8: [0x22] + before + [0x22] + after)
                #expect(ended.root?.end == offset + 2)
                for control in 0..<0x20 as Range<UInt8> {
                    let fault = JSONDocument(utf8: [0x22] + before + [control] + after + [0x22]).fault
                    guard fault == JSONFault(.controlCharacter, at: offset + 1) else {
                        Issue.record("control character \(control) at \(offset) gives \(String(describing: fault))")
                        continue
                    }
                }
            }
        }
    }

    @Test func `keeps every other byte below 0x80 unchanged`() throws {
        for byte in 0x20..<0x80 as Range<UInt8> where byte != 0x22 && byte != 0x5C {
            let bytes = [UInt8](repeating: byte, count: 19)
            #expect(JSONDocument(utf8: [0x22] + bytes + [0x22]).root?.stringBytes == bytes[...])
        }
    }

    @Test func `knows eight escape letters and u`() {
        for byte in 0x20..<0x7F as Range<UInt8> {
            let fault = JSONDocument(utf8: [0x22, 0x5C, byte, 0x30, 0x30, 0x34, 0x31, 0x22]).fault
            let isKnown = Array("\"\\/bfnrtu".utf8).contains(byte)
            #expect((fault?.reason == .badEscape) == !isKnown)
        }
    }
}
