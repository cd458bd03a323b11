import FoundationEssentials
import Testing
import Wire

/// One document and its expected outcome.
struct CorpusCase {
    let name: String
    let expect: String
    let bytes: [UInt8]
    let value: JSON?

    static func all() throws -> [CorpusCase] { try testSuite() + ours() }

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

/// Each test is a loop over the corpus, because a case of its own for each document would cost more than the check; every
/// message names the document.
@Suite(.timeLimit(.minutes(10))) struct `JSON corpus` {
    @Test func `is whole`() throws {
        #expect(try CorpusCase.testSuite().count == 318)
        #expect(try CorpusCase.ours().count == 262)
    }

    @Test func `answers as expected`() throws {
        for test in try CorpusCase.all() {
            let document = JSONDocument(utf8: test.bytes)
            if let fault = document.fault {
                #expect(test.expect != "accept", "\(test.name): \(fault)")
                #expect((0...test.bytes.count).contains(fault.offset), "\(test.name)")
            } else {
                #expect(test.expect != "reject", "\(test.name)")
                #expect(document.root?.isComplete == true, "\(test.name)")
                if let value = test.value {
                    #expect(document.root.map { JSONTree.equal(value, $0) } == true, "\(test.name)")
                }
            }
            if let root = document.root { #expect(JSONTree.visit(root) >= 1, "\(test.name)") }
        }
    }

    @Test func `is accepted by the check without nodes if the parser accepts it`() throws {
        for test in try CorpusCase.all() {
            let document = JSONDocument(utf8: test.bytes, grammar: .unbounded)
            #expect((JSONText(parsing: test.bytes) == nil) == (document.fault != nil), "\(test.name)")
        }
    }

    @Test func `is written back unchanged`() throws {
        for test in try CorpusCase.all() {
            let document = JSONDocument(utf8: test.bytes)
            guard document.fault == nil, let root = document.root else { continue }
            let again = JSONDocument(utf8: JSONTree.written(root))
            #expect(again.fault == nil, "\(test.name)")
            #expect(again.root.map { JSONTree.same(root, $0) } == true, "\(test.name)")
        }
    }

    @Test func `does not break Python's grammar`() throws {
        for test in try CorpusCase.all() {
            let document = JSONDocument(utf8: test.bytes, grammar: .python)
            if let fault = document.fault {
                #expect((0...test.bytes.count).contains(fault.offset), "\(test.name)")
            }
            if let root = document.root { #expect(JSONTree.visit(root) >= 1, "\(test.name)") }
        }
    }
}
