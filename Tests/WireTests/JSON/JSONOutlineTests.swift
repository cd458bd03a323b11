import Testing

@testable import Wire

@Suite struct `JSON outline` {
    @Test func `gives the same values as a parsed document`() throws {
        for test in try CorpusCase.all() {
            let document = JSONDocument(utf8: test.bytes, grammar: .python)
            guard document.fault == nil else { continue }
            let outline = JSONDocument(outlineOf: test.bytes)
            #expect(outline.fault == nil, "\(test.name)")
            guard let root = document.root, let outlined = outline.root else {
                Issue.record("\(test.name) has no root.")
                continue
            }
            #expect(JSONTree.same(outlined, root), "\(test.name)")
        }
    }

    @Test(arguments: [
        (#"{"x":[1,1,[1]],"y":{"a":{"b":"}"}},"z":-1.5e3}"#, 7), (#" [ [1,"]\"]",{}] , {"a":[]}, null ] "#, 4),
        ("{}", 1),
    ])
    func `has nodes only for the root and the values directly inside it`(_ text: String, _ count: Int) throws {
        let outline = JSONDocument(outlineOf: Array(text.utf8))
        #expect(outline.nodes.count == count)
        #expect(JSONTree.same(try #require(outline.root), try #require(JSONDocument(text).root)))
    }

    @Test func `finds members at every depth, of several by one name the last`() throws {
        let text = #"{"a":{"b":[{"c":1,"c":2}]},"d":{"\u0062":true,"b":null}}"#
        let root = try #require(JSONDocument(outlineOf: Array(text.utf8)).root)
        let c = try #require(root.member("a")?.member("b")?.elements.first { _ in true }?.member("c"))
        #expect(c.source.elementsEqual("2".utf8))
        #expect(root.member("d")?.member(bytes: "b".utf8)?.isNull == true)
        #expect(root.member("a")?.member("d") == nil)
    }

    @Test func `of another text stays within the text and never traps`() {
        let text = Array(#" {"a\n":[1,{"b":"]\u0041"}],"c":-1e5,"d":NaN,"e":tru,"f":{}} "#.utf8)
        var texts = text.indices.map { Array(text[..<$0]) } + text.indices.map { Array(text[$0...]) }
        for offset in text.indices {
            for byte in #"{}[]:,"\ 0tN-"#.utf8 + [0, 0x1F, 0xFF] {
                texts.append(text[..<offset] + [byte] + text[(offset + 1)...])
            }
        }
        for text in texts {
            let outline = JSONDocument(outlineOf: text)
            guard let root = outline.root else { continue }
            #expect(root.start < root.end && root.end <= text.count)
            #expect(JSONTree.visit(root) >= 1)
        }
    }
}
