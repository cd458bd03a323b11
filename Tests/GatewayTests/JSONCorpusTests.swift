import Checkout
import FoundationEssentials
import Storage
import Testing
import Wire

@testable import Gateway

/// One document of the corpus, and whether it has to be taken.
private struct Document: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let expectation: String
    var testDescription: String { name }

    /// All of the corpus that is small enough to be kept as it is.
    static let all: [Document] = suite + own

    private static let folder = InMemoryGateway.fixtures + "/json/"

    private static func entries(_ file: String) -> [JSON] {
        let bytes = FileManager.default.contents(atPath: folder + file).map { Array($0) } ?? []
        return JSONDocument(utf8: bytes).root.map { Array($0.elements) } ?? []
    }

    private static let suite = entries("expectations.json").compactMap { entry -> Document? in
        guard let name = entry.member("file")?.string, let expectation = entry.member("expect")?.string,
            let bytes = try? TextFile.read(folder + name, bytesMax: 1 << 20)
        else { return nil }
        return Document(name: name, bytes: bytes, expectation: expectation)
    }

    private static let own = entries("extra.json").compactMap { entry -> Document? in
        guard let name = entry.member("name")?.string, let expectation = entry.member("expect")?.string else {
            return nil
        }
        if let encoded = entry.member("base64")?.string, let data = Data(base64Encoded: encoded) {
            return Document(name: name, bytes: Array(data), expectation: expectation)
        }
        return entry.member("text")?.stringBytes.map {
            Document(name: name, bytes: Array($0), expectation: expectation)
        }
    }
}

/// The corpus through a route that takes strict JSON: 400 is "not JSON", anything else is not.
@Suite struct `JSON corpus through a route` {
    private static let gateway = Result { try InMemoryGateway() }

    @Test(arguments: Document.all)
    fileprivate func `is refused as a body where it is no JSON, and only there`(_ document: Document) async throws {
        let answer = try await Self.gateway.get().send(
            "POST", "/v1/checkout/sessions", [Conformance.duro, "Content-Type: application/json"],
            body: document.bytes)
        switch document.expectation {
        case "accept": #expect(answer.status == 422 || answer.status == 201, "\(answer.text)")
        case "reject": #expect(answer.status == 400, "\(answer.text)")
        default: #expect([201, 400, 422].contains(answer.status), "\(answer.text)")
        }
    }

    @Test(arguments: Document.all)
    fileprivate func `is kept as it came where it is inside of metadata`(_ document: Document) async throws {
        guard document.expectation == "accept" else { return }
        let gateway = try Self.gateway.get()
        let body = Array(#"{"amount":1,"metadata":{"x":"#.utf8) + document.bytes + Array("}}".utf8)
        let answer = try await gateway.send(
            "POST", "/v1/checkout/sessions", [Conformance.duro, "Content-Type: application/json"], body: body)
        #expect(answer.status == 201, "\(answer.text)")
        let id = try #require(answer.member("id")?.stringBytes)
        guard case .id(let session)? = SessionReference(id, nil) else {
            Issue.record("\(answer.text) names no session")
            return
        }
        #expect(try gateway.store.reader.session(key: session.key)?.fields.text == body)
    }

    @Test func `is there`() {
        #expect(Document.all.count > 550)
    }
}
