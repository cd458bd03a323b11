import Checkout
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

/// A call that succeeds for each provider, with its credential and with a wrong one.
struct SampleCall: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    let credential: [String]
    let guess: [String]
    let body: String
    /// The text of its 429 for a limit of two requests a second.
    let refusal: String

    var testDescription: String { name }

    static let all = [
        SampleCall(
            name: "dollr", path: "/dollr/v1/sessions/checkout", credential: [Conformance.dollr],
            guess: ["Authorization: Bearer guess"], body: #"{"source_id":1,"source_type":"INVOICE"}"#,
            refusal: #"{"detail":"Too Many Requests"}"#),
        SampleCall(
            name: "duro", path: "/duro/v1/checkout/sessions", credential: [Conformance.duro],
            guess: ["Authorization: Bearer sk_test_guess"], body: #"{"amount":1}"#,
            refusal: #"{"error":{"code":"rate_limited","message":"Too many requests"}}"#),
        SampleCall(
            name: "meteroid", path: "/meteroid/api/v1/checkout-sessions", credential: [Conformance.meteroid],
            guess: ["Authorization: Bearer pv_sand_guess/2vIOgNg2ElyLMxWAPn6Xz"],
            body: #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#,
            refusal: #"{"code":"TOO_MANY_REQUESTS","message":"Too many requests"}"#),
        SampleCall(
            name: "billing", path: "/billing/api/v1/billing/checkout", credential: [Conformance.billing],
            guess: ["Authorization: Bearer guess"], body: "{}",
            refusal: #"{"error":"Rate limit exceeded: 3 per 2 second"}"#),
        SampleCall(
            name: "userdocks", path: "/userdocks/api/v1/checkout-sessions", credential: Conformance.userdocksKey,
            guess: ["X-API-KEY: guess", "X-API-KEY-TYPE: write", "X-CLIENT-ID: \(Conformance.clientID)"],
            body: Conformance.userdocksBody,
            refusal: #"{"success":false,"error":"Too many requests","message":null,"data":null}"#),
    ]
}

@Suite struct `Sample calls` {
    @Test func `are there for each provider, and for nobody else`() {
        #expect(SampleCall.all.map(\.name).sorted() == Registry.providers.map { type(of: $0).name.text }.sorted())
    }

    @Test(arguments: SampleCall.all)
    func `buy things of a kind that their provider declares`(_ sample: SampleCall) async throws {
        let gateway = try InMemoryGateway()
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let session = try #require(try gateway.store.reader.session(number: 1))
        let provider = try #require(Registry.providers.first { type(of: $0).name == session.provider })
        guard let item = session.item else { return }
        #expect(type(of: provider).catalogueKinds.map(\.word).contains(item.kind))
    }
}
