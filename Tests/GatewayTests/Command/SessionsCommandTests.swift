import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Command
@testable import Gateway
@testable import Providers

@Suite struct `A session that a command names` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    /// The session that the command finds.
    private func found(_ name: String) throws -> CheckoutSession? {
        return try gateway.stored { reader in try SessionsCommand.find(name, reader, Registry.types) }
    }

    @Test(arguments: SampleCall.all)
    func `is found by every spelling that the API accepts`(_ sample: SampleCall) async throws {
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let session = try #require(try gateway.store.reader.session(number: 1))
        let bits = session.id.bits
        let provider = try #require(Registry.providers.first { type(of: $0).name == session.provider })
        for name in [
            provider.pageFacts(of: session).publicID, UUIDText.encode(bits), "1", Duro.id(of: session.id),
            MeteroidID.encode(bits, "che_"),
            gateway.links.token(for: session).text,
        ] {
            #expect(try found(name)?.id == session.id, "\(name)")
            let shown = try await gateway.send("GET", "/gateway/v1/sessions/\(name)", [Conformance.admin])
            #expect(shown.member("id")?.string == UUIDText.encode(bits), "\(name)")
        }
    }

    @Test func `is found by the token in Billing's answer, which names nothing else`() async throws {
        let made = try await gateway.post("/api/v1/billing/checkout", [Conformance.billing], "{}")
        let token = try #require(made.member("url")?.string?.split(separator: "/").last)
        #expect(try found(String(token))?.provider == Billing.name)
    }

    @Test func `is not found by a forged token, half of an id, or another text`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":1}"#)
        let token = try #require(made.member("token")?.string)
        let session = try #require(try gateway.store.reader.session(number: 1))
        let forged = token.dropLast() + (token.last == "0" ? "1" : "0")
        let half = UUIDText.encode(session.id.bits ^ 1)
        for name in [String(forged), token + "0", half, "2", "0", "", "cs_test_"] {
            #expect(try found(name) == nil, "\(name)")
        }
    }

    @Test(arguments: ["bogus", "", "Duro", "gateway"])
    func `has to be of an existing provider`(_ name: String) throws {
        var invocation = try gateway.invocation([
            "sessions", "list", "--provider", name, "--database", "/nowhere/at/all.db",
        ])
        #expect {
            try SessionsCommand.list(&invocation)
        } throws: { error in
            guard let refusal = error as? Refusal, refusal.code == .usage else { return false }
            return Registry.providers.allSatisfy { refusal.sentence.contains(type(of: $0).name.text) }
        }
    }

    @Test func `has the timeline of the API, masked`() async throws {
        let body = """
            {"amount":5000,
             "customerEmail":"ada@shop.example"}
            """
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).status == 201)
        _ = try await gateway.send("POST", "/gateway/v1/sessions/1/fail", [Conformance.admin], body: [])
        let session = try #require(try gateway.store.reader.session(number: 1))
        let events = try #require(try gateway.store.reader.events(of: session.id))
        let lines = events.map { SessionsCommand.text(of: $0, in: session, .ofAll) }
        let shown = try await gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        let details = try #require(shown.member("events")).elements.compactMap { $0.member("detail") }
        #expect(lines.count == 3)
        #expect(details.count == lines.count)
        for (line, detail) in zip(lines, details) {
            #expect(line.hasSuffix(" " + (detail.isNull ? "" : String(decoding: detail.source, as: UTF8.self))))
            #expect(!line.contains("ada@") && !line.contains("\n"))
        }
        #expect(lines[0].contains(#""request":"{\"amount\":5000,"#))
    }

    @Test func `is not found by a token before a gateway was started on its file`() throws {
        let folder = InMemoryGateway.Folder()
        let writer = try SQLiteWriter(path: folder.database, creates: true)
        defer { writer.close() }
        let session = StoreStage(gateway).session()
        _ = try writer.write([.create(session)]).get()
        let reader = try SQLiteReader(path: folder.database)
        defer { reader.close() }
        #expect(try SessionsCommand.find(gateway.links.token(for: session).text, reader, Registry.types) == nil)
        #expect(try SessionsCommand.find("1", reader, Registry.types) != nil)
    }
}
