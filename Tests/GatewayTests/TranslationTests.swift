import Checkout
import TestSupport
import Testing
import Wire

@testable import Gateway

/// What `?as=` says about the difference between a session and its body in a dialect.
@Suite struct `A session in another dialect` {
    @Test(arguments: ProviderFixture.all)
    func `lists the made-up members`(_ owner: ProviderFixture) async throws {
        let gateway = try InMemoryGateway()
        let sample = try #require(SampleCall.all.first { $0.name == owner.name })
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        for dialect in ProviderFixture.all {
            let answer = try await gateway.send(
                "GET", "/gateway/v1/sessions/1?as=\(dialect.name)", [Conformance.admin])
            let madeUp = try #require(answer.member("made_up")).elements.compactMap(\.string)
            #expect(
                madeUp == dialect.madeUp(of: owner),
                """
                In \(dialect.name), the sample session of \(owner.name) has members that are made up; the translation in \
                the fixture of either provider has to say which.
                """)
        }
    }

    @Test(arguments: ProviderFixture.all)
    func `tells what the dialect has no place for`(_ dialect: ProviderFixture) async throws {
        let gateway = try InMemoryGateway()
        let body = #"{"amount":5000,"customerEmail":"a@b.example","customerPhone":"1","metadata":{"a":"b"}}"#
        #expect(try await gateway.post("/duro/v1/checkout/sessions", [Conformance.duro], body).status == 201)
        let answer = try await gateway.send("GET", "/gateway/v1/sessions/1?as=\(dialect.name)", [Conformance.admin])
        #expect(answer.status == 200)
        #expect(answer.member("body")?.kind == .object)
        let leftOut = try #require(answer.member("left_out")).elements.compactMap(\.string)
        #expect(leftOut == dialect.leftOut, "translation.left_out in the fixture of \(dialect.name)")
    }

    @Test func `is asked for in a dialect that there is`() async throws {
        let gateway = try InMemoryGateway()
        _ = try await gateway.post("/duro/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        #expect(try await gateway.send("GET", "/gateway/v1/sessions/1?as=acme", [Conformance.admin]).status == 400)
    }

    @Test func `leaves out a setup if the dialect has no word for it`() async throws {
        let gateway = try InMemoryGateway()
        let body = Conformance.userdocksBody.replacing(#""mode":"payment""#, with: #""mode":"setup""#)
        #expect(body != Conformance.userdocksBody)
        let made = try await gateway.post(
            "/userdocks/api/v1/checkout-sessions", Conformance.userdocksKey, body)
        #expect(made.status == 200)
        let answer = try await gateway.send("GET", "/gateway/v1/sessions/1?as=duro", [Conformance.admin])
        #expect(try #require(answer.member("left_out")).elements.contains { $0.string == "mode" })
    }

    /// Another provider, with defaults for values that a session may lack.
    private struct Sixth: Provider {
        static let name = ProviderName("sixth")
        static let hosts: [String] = []
        static let routes = [Route(.post, "/sixth", .create)]
        static let lifetimeSeconds: Int64 = 60
        static let catalogueKinds = [CatalogueKind(name, "thing")]
        static let sample = Sample(path: "/sixth", body: #"{"note":"hello"}"#)
        static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey { IssuedKey(secret: "") }
        func identify(_ head: RequestHead) throws(Failure) -> Credential { throw .internalError }
        func parse(_ request: Request, for operation: Checkout.Operation) throws(Failure) -> JSONDocument? { nil }
        func read(_ call: Call) throws(Failure) -> Draft { throw .internalError }
        func render(_ failure: Failure) -> Response { Response(status: 500) }
        func render(
            _ session: CheckoutSession, for operation: Checkout.Operation, at now: Timestamp, _ links: Links
        ) -> Response {
            let note = session.provider == Self.name ? session.fields.outline.root?.member("note")?.string : nil
            let body = JSONWriter.object { json in
                json.member("object", "session")
                json.member("total", session.amount)
                json.array("lines") { json in
                    json.object { json in
                        let item = session.items.first
                        json.member("thing", item?.kind == "thing" ? item?.reference : "none")
                        json.member("count", session.items.first?.quantity ?? 1)
                    }
                }
                json.member("mail", session.customer.email ?? "nobody@example.com")
                json.member("note", note ?? "")
                json.member("ends", (session.expiresAt ?? session.createdAt).rfc3339(.milliseconds))
            }
            return Response(status: 200, contentType: "application/json", body: body)
        }
    }

    @Test func `works for a provider without code for it`() throws {
        var draft = Draft(mode: .payment, fields: SentFields(stored: Array("{}".utf8)), lifetimeSeconds: nil)
        draft.items = Items(CheckoutSession.Item(kind: "plan", reference: "p", quantity: 2))
        let session = CheckoutSession(
            id: SessionID(key: 1 << 40, tail: 7), number: 1, provider: ProviderName("dollr"), account: AccountID(1),
            isLive: false, status: .open, draft: draft, createdAt: Timestamp(seconds: 1))
        let links = Links(publicURL: "https://pay.example") { _ in SHA256.digest([]) }
        let owner = RoutingTable.Owner(Sixth(), hosts: [], lifetimeSeconds: 60)
        let translation = Translation(
            session, into: owner, at: Timestamp(seconds: 2), links, opensPages: true)
        #expect(translation.madeUp == ["lines.0.thing", "mail", "note", "ends"])
        #expect(translation.leftOut == ["mode", "item.kind", "item.reference", "fields"])
    }
}
