import FoundationEssentials
import Testing
import Wire

/// One document and its expected outcome.
struct CorpusCase: CustomTestStringConvertible {
    let name: String
    let expect: String
    let bytes: [UInt8]
    let value: JSON?

    var testDescription: String { name }

    static func testSuite() throws -> [CorpusCase] {
        try entries("json/expectations.json").map { entry in
            let file = try #require(entry.member("file")?.string)
            let bytes = try generated[file] ?? Fixture.bytes("json/\(file)")
            #expect(entry.member("octets").flatMap { JSONNumber.int64($0.source) } == Int64(bytes.count))
            return CorpusCase(
                name: file, expect: try #require(entry.member("expect")?.string), bytes: bytes, value: nil)
        }
    }

    static func ours() throws -> [CorpusCase] {
        try entries("json/extra.json").map { entry in
            CorpusCase(
                name: try #require(entry.member("name")?.string), expect: try #require(entry.member("expect")?.string),
                bytes: try text(of: entry), value: entry.member("value"))
        }
    }

    /// The suite's two large files are a short text that is repeated.
    private static let generated: [String: [UInt8]] = [
        "test_parsing/n_structure_100000_opening_arrays.json": Array(repeating: UInt8(ascii: "["), count: 100_000),
        "test_parsing/n_structure_open_array_object.json":
            Array((String(repeating: "[{\"\":", count: 50_000) + "\n").utf8),
    ]

    static func entries(_ path: String) throws -> [JSON] {
        let document = JSONDocument(utf8: try Fixture.bytes(path))
        #expect(document.fault == nil)
        return Array(try #require(document.root).elements)
    }

    private static func text(of entry: JSON) throws -> [UInt8] {
        if let text = entry.member("text")?.stringBytes { return Array(text) }
        if let base64 = entry.member("base64")?.string { return Array(try #require(Data(base64Encoded: base64))) }
        var out: [UInt8] = []
        for part in try #require(entry.member("parts")).elements {
            let pair = Array(part.elements)
            let count = try #require(JSONNumber.int64(pair[1].source))
            for _ in 0..<count { out += try #require(pair[0].stringBytes) }
        }
        return out
    }
}

@Suite(.timeLimit(.minutes(10))) struct `JSON corpus` {
    @Test func `is whole`() throws {
        #expect(try CorpusCase.testSuite().count == 318)
        #expect(try CorpusCase.ours().count == 262)
    }

    @Test(arguments: try CorpusCase.testSuite() + CorpusCase.ours())
    func `answers as expected`(_ test: CorpusCase) throws {
        let document = JSONDocument(utf8: test.bytes)
        if let fault = document.fault {
            #expect(test.expect != "accept", "\(fault)")
            #expect((0...test.bytes.count).contains(fault.offset))
        } else {
            #expect(test.expect != "reject")
            let root = try #require(document.root)
            #expect(root.isComplete)
            if let value = test.value { #expect(JSONTree.equal(value, root)) }
        }
        if let root = document.root { #expect(JSONTree.visit(root) >= 1) }
    }

    @Test(arguments: try CorpusCase.testSuite() + CorpusCase.ours())
    func `comes back from the writer as it was`(_ test: CorpusCase) throws {
        let document = JSONDocument(utf8: test.bytes)
        guard document.fault == nil, let root = document.root else { return }
        let again = JSONDocument(utf8: JSONTree.written(root))
        #expect(again.fault == nil)
        #expect(JSONTree.same(root, try #require(again.root)))
    }

    @Test(arguments: try CorpusCase.testSuite() + CorpusCase.ours())
    func `does not break Python's grammar`(_ test: CorpusCase) {
        let document = JSONDocument(utf8: test.bytes, grammar: .python)
        if let fault = document.fault { #expect((0...test.bytes.count).contains(fault.offset)) }
        if let root = document.root { #expect(JSONTree.visit(root) >= 1) }
    }
}
