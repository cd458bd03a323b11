import Checkout
import FoundationEssentials
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `An admin credential that may read` {
    private let gateway: InMemoryGateway
    private static let reader = Administrators.reader
    private static let writer = Administrators.writer

    /// Every route of the API that changes something, with a valid body.
    private static let changes = [
        ("sessions/1/fail", ""), ("sessions/1/complete", ""), ("sessions/1/expire", ""), ("sessions/1/cancel", ""),
        ("sessions/1/process", ""),
        ("test/clock", #"{"advance_seconds":3600}"#),
    ]

    init() throws {
        gateway = try Administrators.gateway()
    }

    private static func conformance() throws -> String {
        let data = FileManager.default.contents(atPath: InMemoryGateway.fixtures + "/conformance.json")
        return String(decoding: try #require(data), as: UTF8.self)
    }

    private func open() async throws {
        let made = try await gateway.post(
            "/v1/checkout/sessions", ["Authorization: Bearer sk_test_shop"], #"{"amount":5000}"#)
        #expect(made.status == 201)
    }

    @Test(arguments: changes)
    func `cannot change anything`(_ path: String, _ body: String) async throws {
        try await open()
        let read = ["sessions/1", "sessions/1/timeline", "test/clock"].map { "/gateway/v1/" + $0 }
        var before: [String] = []
        for path in read { before.append(try await gateway.send("GET", path, [Self.reader]).text) }
        let refused = try await gateway.post("/gateway/v1/" + path, [Self.reader], body)
        #expect(refused.status == 403)
        #expect(refused.contentType == "application/problem+json")
        #expect(refused.member("detail")?.string == "This credential may read and change nothing.")
        var after: [String] = []
        for path in read { after.append(try await gateway.send("GET", path, [Self.reader]).text) }
        #expect(after == before)
        #expect(try await gateway.post("/gateway/v1/" + path, [Self.writer], body).status == 200)
    }

    @Test func `gets 404 and 405 like every administrator`() async throws {
        #expect(try await gateway.send("POST", "/gateway/v1/nothing", [Self.reader], body: []).status == 404)
        #expect(try await gateway.send("PUT", "/gateway/v1/sessions/1/cancel", [Self.reader]).status == 405)
    }

    @Test(arguments: ["sessions", "sessions/1", "sessions/1/timeline", "test/clock"])
    func `reads every resource`(_ path: String) async throws {
        try await open()
        #expect(try await gateway.send("GET", "/gateway/v1/" + path, [Self.reader]).status == 200)
    }

    @Test(arguments: SampleCall.all) func `never sees a value that opens a page`(_ sample: SampleCall) async throws {
        let file = TemporaryFile(
            try Self.conformance().replacing(
                #""credentials": ["#,
                with: #""credentials": [{"provider": "gateway", "secret": "gw_admin_reader", "access": "read"},"#))
        let gateway = try withExtendedLifetime(file) { try InMemoryGateway(configuration: file.path) }
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let first = try #require(try gateway.store.reader.session(number: 1))
        let (token, hash) = (gateway.links.token(for: first).text, gateway.links.hash(of: first.id))
        // A stored request may contain the address of another session's page.
        let address = "https://pay.example/checkout?token=\(token)&hash=\(hash)"
        let body = #"{"amount":1,"successUrl":"\#(address)","metadata":{"a":"\#(address)","b":"\#(hash)"}}"#
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).status == 201)
        let second = try #require(try gateway.store.reader.session(number: 2))
        let secrets = [token, hash, gateway.links.token(for: second).text, gateway.links.hash(of: second.id)]
        var paths = [
            "sessions", "sessions?limit=1", "sessions/1", "sessions/2", "sessions/1/timeline", "sessions/2/timeline",
        ]
        for other in SampleCall.all { paths += ["sessions/1?as=\(other.name)", "sessions/2?as=\(other.name)"] }
        for path in paths {
            let shown = try await gateway.send("GET", "/gateway/v1/" + path, [Self.reader])
            #expect(shown.status == 200)
            #expect(JSONDocument(utf8: shown.body).fault == nil, "\(path): \(shown.text)")
            for secret in secrets { #expect(!shown.text.contains(secret), "\(path): \(shown.text)") }
            #expect(!shown.text.contains("page_url\":"), "\(path)")
            let isInBody = path.contains("?as=") && !path.hasSuffix("=dollr")
            let leftOut = shown.member("left_out")?.elements.compactMap(\.string) ?? []
            #expect(leftOut.contains("page_url") == isInBody, "\(path): \(shown.text)")
        }
        // The same without the secrets, and everything for a credential that may write.
        let shown = try await gateway.send("GET", "/gateway/v1/sessions/2", [Conformance.admin])
        #expect(shown.member("page_url")?.string?.hasSuffix(secrets[2]) == true)
        #expect(shown.member("metadata", "b")?.string == hash)
        let read = try await gateway.send("GET", "/gateway/v1/sessions/2", [Self.reader])
        #expect(read.member("metadata", "b")?.string == "***")
        #expect(read.member("success_url")?.string == "https://pay.example/checkout?token=***&hash=***")
        let duro = try await gateway.send("GET", "/gateway/v1/sessions/2?as=duro", [Self.reader])
        #expect(duro.member("body", "id")?.string == Duro.id(of: second.id))
        #expect(duro.member("body", "url") == nil && duro.member("body", "token") == nil)
    }

    @Test func `may have a request explained`() async throws {
        let answer = try await gateway.post(
            "/gateway/v1/explain", [Self.reader], #"{"provider":"duro","path":"/v1/checkout/sessions"}"#)
        #expect(answer.status == 200)
    }

    /// `WebhookReaderTests` has a table of its own for the routes about webhooks.
    @Test func `may use every route that the table of changes does not have`() {
        let changing = Set(Self.changes.map { "/gateway/v1/" + $0.0.replacing("/1/", with: "/{id}/") })
        let others = AdminAPI.lines.filter {
            $0.method != .get && !changing.contains($0.path) && !$0.path.contains("/webhooks/")
        }.map(\.path)
        #expect(others == ["/gateway/v1/explain"])
    }
}
