import Checkout
import FoundationEssentials
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

/// One document of the corpus, and whether a parser has to accept it.
private struct Document: Sendable {
    let name: String
    let bytes: [UInt8]
    let expectation: String

    /// The whole corpus.
    static let all: [Document] = suite + own

    private static let folder = InMemoryGateway.fixtures + "/json/"

    private static func entries(_ file: String) -> [JSON] {
        guard let data = FileManager.default.contents(atPath: folder + file),
            let root = JSONDocument(utf8: Array(data)).root
        else { preconditionFailure("\(file) is a list of documents.") }
        return Array(root.elements)
    }

    /// Documents that repeat a few characters are made here and not stored.
    private static let made: [String: [UInt8]] = [
        "test_parsing/n_structure_100000_opening_arrays.json": Array(String(repeating: "[", count: 100_000).utf8),
        "test_parsing/n_structure_open_array_object.json":
            Array((String(repeating: #"[{"":"#, count: 50_000) + "\n").utf8),
    ]

    private static let suite = entries("expectations.json").map { entry -> Document in
        guard let name = entry.member("file")?.string, let expectation = entry.member("expect")?.string else {
            preconditionFailure("An entry of the corpus names a file and what is expected of it.")
        }
        if let made = made[name] { return Document(name: name, bytes: made, expectation: expectation) }
        // Foundation leaks its buffer when it reads an empty file, and one of these files is empty.
        guard let bytes = try? TextFile.read(folder + name, bytesMax: 1 << 20) else {
            preconditionFailure("\(name) is kept beside the list.")
        }
        return Document(name: name, bytes: bytes, expectation: expectation)
    }

    private static let own = entries("extra.json").map { entry -> Document in
        guard let name = entry.member("name")?.string, let expectation = entry.member("expect")?.string,
            let bytes = bytes(of: entry)
        else { preconditionFailure("An entry has a name, an expectation, and a text, bytes or parts.") }
        return Document(name: name, bytes: bytes, expectation: expectation)
    }

    /// The bytes of an entry: its text, its base 64, or its parts, each repeated.
    private static func bytes(of entry: JSON) -> [UInt8]? {
        if let text = entry.member("text")?.stringBytes { return Array(text) }
        if let base64 = entry.member("base64")?.string { return Data(base64Encoded: base64).map { Array($0) } }
        return entry.member("parts")?.elements.reduce(into: []) { bytes, part in
            let pair = Array(part.elements)
            guard pair.count == 2, let text = pair[0].stringBytes, let count = JSONNumber.int64(pair[1].source) else {
                preconditionFailure("A part is a text and a number.")
            }
            for _ in 0..<count { bytes += text }
        }
    }
}

/// Sends the corpus to a route with strict JSON: 400 means "not JSON", another status means JSON.
/// Each test is a loop, and every message names the document.
@Suite struct `JSON corpus through a route` {
    private static let gateway = Result { try InMemoryGateway() }

    @Test func `is refused as a body if and only if it is not JSON`() async throws {
        for document in Document.all {
            let answer = try await Self.gateway.get().send(
                "POST", "/v1/checkout/sessions", [Conformance.duro, "Content-Type: application/json"],
                body: document.bytes)
            let statuses =
                switch document.expectation {
                case "accept": [422, 201]
                case "reject": [400]
                default: [201, 400, 422]
                }
            #expect(statuses.contains(answer.status), "\(document.name): \(answer.text)")
        }
    }

    @Test func `is kept unchanged inside metadata`() async throws {
        let gateway = try Self.gateway.get()
        for document in Document.all where document.expectation == "accept" {
            let body = Array(#"{"amount":1,"metadata":{"x":"#.utf8) + document.bytes + Array("}}".utf8)
            let answer = try await gateway.send(
                "POST", "/v1/checkout/sessions", [Conformance.duro, "Content-Type: application/json"], body: body)
            #expect(answer.status == 201, "\(document.name): \(answer.text)")
            guard let session = answer.member("id")?.stringBytes.flatMap({ Duro.sessionID(of: $0) }) else {
                Issue.record("\(document.name): \(answer.text) names no session.")
                continue
            }
            let stored = try gateway.store.reader.session(key: session.key)
            #expect(stored?.fields.text.bytes == body, "\(document.name)")
        }
    }

    @Test func `is whole`() {
        #expect(Document.all.count == 580)
    }
}
