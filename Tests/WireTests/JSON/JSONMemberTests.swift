import Testing
import Wire

@Suite struct `JSON members` {
    @Test func `are kept in order with their duplicates, and the last is found`() throws {
        let root = try #require(JSONDocument("{\"a\":1,\"b\":{\"a\":9},\"a\":2,\"a\":[3]}").root)
        #expect(Array(root.members).map { $0.name.string } == ["a", "b", "a", "a"])
        #expect(root.member("a")?.source == Array("[3]".utf8)[...])
        #expect(root.member(bytes: "a".utf8)?.start == root.member("a")?.start)
        #expect(root.member("b")?.member("a")?.source == Array("9".utf8)[...])
    }

    @Test func `are told apart by their bytes`() throws {
        let root = try #require(JSONDocument("{\"\u{E9}\":1,\"e\u{301}\":2,\"A\":3}").root)
        #expect(root.member("\u{E9}")?.source == Array("1".utf8)[...])
        #expect(root.member("e\u{301}")?.source == Array("2".utf8)[...])
        #expect(root.member(bytes: "e\u{301}".utf8)?.source == Array("2".utf8)[...])
        #expect(root.member("a") == nil)
        #expect(root.member("") == nil)
    }

    @Test(arguments: ["\\u0061b", "a\\u0062", "\\u0061\\u0062"]) func `are the same however they are escaped`(
        _ name: String
    ) throws {
        let root = try #require(JSONDocument("{\"ab\":1,\"\(name)\":2,\"abc\":3,\"a\":4}").root)
        #expect(root.member("ab")?.source == Array("2".utf8)[...])
        #expect(root.member(bytes: "ab".utf8)?.source == Array("2".utf8)[...])
    }

    @Test func `are not mistaken for strings or members of members`() throws {
        let root = try #require(JSONDocument("{\"x\":\"a\",\"y\":[\"a\",1],\"z\":{\"a\":1}}").root)
        #expect(root.member("a") == nil)
    }

    @Test(arguments: ["[\"a\",1]", "\"a\"", "1", "null", "true", "[]", "{}"])
    func `are found only in an object that has them`(_ text: String) throws {
        let root = try #require(JSONDocument(text).root)
        #expect(root.member("a") == nil)
        #expect(root.member(bytes: "a".utf8) == nil)
        #expect(Array(root.members).isEmpty)
    }

    @Test func `are not elements, and elements are not members`() throws {
        let object = try #require(JSONDocument("{\"a\":1}").root)
        #expect(Array(object.elements).isEmpty)
        let array = try #require(JSONDocument("[1,[2,3],{\"a\":4},5]").root)
        #expect(Array(array.elements).map(\.kind) == [.integer, .array, .object, .integer])
    }

    @Test func `compare a value with a literal byte by byte`() throws {
        let root = try #require(JSONDocument("{\"a\":\"payment\",\"b\":\"pay\\u006dent\",\"c\":1,\"d\":\"\"}").root)
        #expect(root.member("a")?.isString("payment") == true)
        #expect(root.member("b")?.isString("payment") == true)
        #expect(root.member("a")?.isString("paymenT") == false)
        #expect(root.member("a")?.isString("payments") == false)
        #expect(root.member("c")?.isString("1") == false)
        #expect(root.member("d")?.isString("") == true)
    }

    @Test func `have their offsets in the text`() throws {
        let document = JSONDocument(" {\"é\" : [ 1 , \"x\" ] } ")
        let root = try #require(document.root)
        #expect(root.start == 1 && root.end == document.text.count - 1)
        let member = try #require(Array(root.members).first)
        #expect(member.name.start == 2 && member.name.end == 6)
        #expect(member.value.start == 9 && member.value.end == 20)
        #expect(Array(member.value.elements).map(\.start) == [11, 15])
        #expect(member.value.source == Array("[ 1 , \"x\" ]".utf8)[...])
    }

    @Test func `distinguish integers, floats and booleans by their spelling`() throws {
        let root = try #require(JSONDocument("[1,-0,1.0,1e0,-1E+2,true,false,null,\"1\"]").root)
        #expect(
            root.elements.map(\.kind) == [.integer, .integer, .float, .float, .float, .true, .false, .null, .string])
        #expect(root.elements.map(\.bool) == [nil, nil, nil, nil, nil, true, false, nil, nil])
        #expect(root.elements.map(\.isNull).filter { $0 }.count == 1)
    }
}
