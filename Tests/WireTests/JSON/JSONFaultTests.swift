import Testing
import Wire

@Suite struct `JSON fault` {
    @Test(
        arguments: [
            ("", []), ("x", []), ("[1]x", []), ("{", []), ("{x", []), ("{\"a", []), ("{\"a\":1,", []),
            ("{\"a\":1,x", []),
            ("{\"a\"", [.member("a")]), ("{\"a\":", [.member("a")]), ("{\"a\":tru", [.member("a")]),
            ("{\"a\":\"x", [.member("a")]), ("{\"a\":\"\\q\"}", [.member("a")]), ("{\"a\":1,\"b\":x", [.member("b")]),
            ("{\"a\":1,\"a\":x", [.member("a")]), ("{\"\\u0061\\n\":x", [.member("a\n")]), ("{\"\":x", [.member("")]),
            ("[", [.element(0)]), ("[x", [.element(0)]), ("[1,", [.element(1)]), ("[1,[],{},x", [.element(3)]),
            ("[[],[[1]],[", [.element(2), .element(0)]), ("[[],[[1]],[2,", [.element(2), .element(1)]),
            ("{\"a\":[1,{\"b\":tru}]}", [.member("a"), .element(1), .member("b")]),
            ("{\"z\":{\"y\":[]},\"a\":{\"b\":[{", [.member("a"), .member("b"), .element(0)]),
            ("{\"a\":[}", [.member("a"), .element(0)]),
        ] as [(String, [PathStep])])
    func `has the path to the value that was being read`(_ text: String, _ path: [PathStep]) {
        #expect(JSONDocument(text).fault?.path == path)
    }

    @Test(
        arguments: [
            ("{\"a\":1.}", [.member("a")]), ("{\"a\":012}", [.member("a")]), ("{\"a\":1 \"b\":2}", [.member("a")]),
            ("{\"a\":1,\"b\":{\"c\":[]} x", [.member("b")]), ("[1 2]", [.element(0)]), ("[0,01]", [.element(1)]),
            ("[[],{} 2]", [.element(1)]), ("{\"a\":[[1.]]}", [.member("a"), .element(0), .element(0)]),
            ("[{\"a\":1}", [.element(0)]), ("[{\"a\":1", [.element(0), .member("a")]),
        ] as [(String, [PathStep])])
    func `of a missing comma has the path to the value before it`(_ text: String, _ path: [PathStep]) {
        #expect(JSONDocument(text).fault?.path == path)
    }

    @Test func `names a member with a lone surrogate by the replacement character`() {
        #expect(JSONDocument("{\"\\uD800\":x", grammar: .python).fault?.path == [.member("\u{FFFD}")])
    }

    @Test(arguments: [
        ("\"\\uD800\"", 1), ("\"a\\uDC00\"", 2), ("\"\\uD800\\uD800\"", 1), ("\"\\uD83D\\n\"", 1), ("\"\\uD83Dx\"", 1),
        ("\"\\uD83D\\uDE0", 1), ("\"\\uD83D\\", 1), ("\"\\uDE00\\uD83D\"", 1), ("\"\\uD83D\\uDE00\\uDE00\"", 13),
    ])
    func `is a lone surrogate at its backslash if the grammar keeps none`(_ text: String, _ offset: Int) {
        let fault = JSONDocument(text).fault
        #expect(fault?.reason == .loneSurrogate)
        #expect(fault?.offset == offset)
    }

    @Test func `is at the first byte that is not UTF-8, before any other`() {
        #expect(JSONDocument(utf8: [0x7B, 0x7B, 0x22, 0xFF]).fault == JSONFault(.notText, at: 3))
        #expect(JSONDocument(utf8: [0x22, 0xED, 0xA0, 0x80, 0x22]).fault == JSONFault(.notText, at: 1))
        #expect(JSONDocument(utf8: [0x22, 0xE2, 0x82]).fault == JSONFault(.notText, at: 1))
        #expect(JSONDocument(utf8: [0xFF]).root == nil)
    }

    @Test func `is at a byte order mark`() {
        #expect(JSONDocument("\u{FEFF}{}").fault == JSONFault(.expectedValue, at: 0))
    }

    @Test(.timeLimit(.minutes(10)), arguments: ["[", "{\"a\":", "[{\"\":", "\"\\u0041", "1,", "{\"a\":[],"])
    func `is found soon in a text of a hundred thousand pieces`(_ piece: String) {
        let text = Array(String(repeating: piece, count: 100_000).utf8)
        for grammar in [JSONGrammar.rfc8259, .python] {
            let document = JSONDocument(utf8: text, grammar: grammar)
            #expect(document.fault != nil)
            #expect((0...text.count).contains(document.fault?.offset ?? -1))
        }
    }
}
