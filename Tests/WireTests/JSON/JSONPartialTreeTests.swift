import Testing
import Wire

@Suite struct `JSON that broke off` {
    @Test func `keeps the values before the fault`() throws {
        let document = JSONDocument("{\"a\":1,\"b\":[true,{\"c\":\"x\",\"d\":[null,")
        let root = try #require(document.root)
        #expect(document.fault?.path == [.member("b"), .element(1), .member("d"), .element(1)])
        #expect(!root.isComplete)
        #expect(root.end == document.text.count)
        #expect(root.member("a")?.isComplete == true)
        let items = try #require(root.member("b"))
        #expect(!items.isComplete)
        #expect(Array(items.elements).count == 2)
        let inner = Array(items.elements)[1]
        #expect(!inner.isComplete)
        #expect(inner.member("c")?.string == "x")
        #expect(Array(try #require(inner.member("d")).elements).map(\.kind) == [.null])
        #expect(inner.member("e") == nil)
    }

    @Test func `closes what was closed`() throws {
        let root = try #require(JSONDocument("[{\"a\":[]},{}").root)
        #expect(!root.isComplete)
        #expect(Array(root.elements).map(\.isComplete) == [true, true])
        #expect(Array(root.elements).map { $0.source.count } == [8, 2])
    }

    @Test(arguments: ["{\"a\"", "{\"a\":", "{\"a\":x", "{\"a\" 1}"]) func `leaves a name without a value out`(
        _ text: String
    ) throws {
        let root = try #require(JSONDocument(text).root)
        #expect(Array(root.members).isEmpty)
        #expect(root.member("a") == nil)
        #expect(root.member(bytes: "a".utf8) == nil)
    }

    @Test func `is complete if only text follows it`() throws {
        let document = JSONDocument("{\"a\":1} x")
        #expect(document.fault?.reason == .extraText)
        #expect(try #require(document.root).isComplete)
        #expect(document.root?.member("a")?.kind == .integer)
    }

    @Test(arguments: ["", " ", "x", "-", "\"", "tru"]) func `has no root if nothing was read`(_ text: String) {
        #expect(JSONDocument(text).root == nil)
    }

    @Test func `can be walked at every length of a document`() throws {
        let text = Array(#" {"a":[1,-2.5e3,{"b":"\u00e9\n"},[]],"c":{"d":{}},"c":null,"é":false} "#.utf8)
        for count in 0...text.count {
            let document = JSONDocument(utf8: Array(text[..<count]))
            #expect((document.fault == nil) == (count >= text.count - 1))
            guard let root = document.root else { continue }
            #expect(JSONTree.visit(root) >= 1)
            #expect(root.isComplete == (document.fault == nil))
        }
    }

    @Test func `leads on from closed values and not from open ones`() {
        // With enough pairs the nodes exceed their first capacity.
        for pairs in [0, 1, 40, 5_000] {
            let text = "{\"a\":[" + String(repeating: "{},", count: pairs) + "[[\"b\",[1],"
            let nodes = JSONDocument(text).nodes
            let openNodes = nodes.indices.filter { nodes[$0].next == 0 }
            #expect(nodes.count == pairs + 8)
            #expect(openNodes == [0, 2, pairs + 3, pairs + 4])
            #expect(openNodes.allSatisfy { nodes[$0].end == 0 })
            #expect(nodes.indices.allSatisfy { openNodes.contains($0) || nodes[$0].next > $0 })
        }
    }
}
