import Checkout
import SQLiteStorage
import Testing
import Webhooks
import Wire

@testable import Gateway

/// A credential that may read sees what was told, and nothing with which it could act.
@Suite struct `An admin credential that may read, and webhooks` {
    private let gateway: InMemoryGateway
    private let id: String
    private static let reader = Administrators.reader
    private static let writer = Administrators.writer
    private static let shopSecret = "whsec_" + Base64.encode(Array(repeating: 251, count: 32))

    init() async throws {
        gateway = try Administrators.gateway()
        let account = try #require(try gateway.store.reader.find(.accounts).accounts.first).id
        let new = NewWebhookEndpoint(
            account: account, origin: .api,
            settings: WebhookSettings(
                url: "https://shop.example/hook?key=url-secret", format: 0, types: ["*"],
                description: "signs with \(Self.shopSecret)"),
            secret: SealedSecret([1], keyID: "k", createdAt: gateway.clock.now), createdAt: gateway.clock.now)
        let written = try gateway.store.writer.write([.webhook(.addEndpoint(new))]).get()[0].get()
        guard case .webhook(.endpoint(let endpoint)) = written else { throw StoreStage.Unexpected() }
        id = WebhookEndpointID(endpoint.id).text
        let made = try await gateway.post(
            "/v1/checkout/sessions", ["Authorization: Bearer sk_test_shop"], #"{"amount":5000}"#)
        #expect(made.status == 201)
        let attempt = AttemptRecord(
            number: 1, at: gateway.clock.now, durationMicroseconds: 1, outcome: .answered(status: 200),
            fields: "x-secret: \(Self.shopSecret)", answer: Array("I have \(Self.shopSecret).".utf8))
        _ = try gateway.store.writer.write([
            .webhook(.record(AttemptResult(delivery: 1, attempt, next: .delivered)))
        ]).get()[0].get()
    }

    @Test func `sees no secret, no query of a URL and no address of a page`() async throws {
        let secrets = [Self.shopSecret, "whsec_", "url-secret", "cs_test_"]
        for path in [
            "webhooks/endpoints", "webhooks/endpoints/\(id)", "webhooks/deliveries", "webhooks/deliveries/1",
            "sessions/1/timeline",
        ] {
            let answer = try await gateway.send("GET", "/gateway/v1/" + path, [Self.reader])
            #expect(answer.status == 200, "\(path)")
            for secret in secrets { #expect(!answer.text.contains(secret), "\(path) \(secret)") }
        }
        let shown = try await gateway.send("GET", "/gateway/v1/webhooks/endpoints/\(id)", [Self.reader])
        #expect(shown.member("url")?.string == "https://shop.example/hook?***")
        #expect(shown.member("description")?.string == "signs with ***")
        let full = try await gateway.send("GET", "/gateway/v1/webhooks/endpoints/\(id)", [Self.writer])
        #expect(full.member("url")?.string == "https://shop.example/hook?key=url-secret")
        let body = try await gateway.send("GET", "/gateway/v1/webhooks/deliveries/1", [Self.writer])
        #expect(body.member("body")?.string?.contains("cs_test_") == true)
    }

    /// Every route about webhooks that changes something, with a valid body.
    private static let changes = [
        ("POST", "webhooks/endpoints", #"{"url":"https://shop.example"}"#),
        ("PATCH", "webhooks/endpoints/{id}", #"{"disabled":true}"#), ("DELETE", "webhooks/endpoints/{id}", ""),
        ("POST", "webhooks/endpoints/{id}/rotate", ""), ("POST", "webhooks/endpoints/{id}/ping", ""),
        ("POST", "webhooks/endpoints/{id}/recover", #"{"since":"2020-01-01T00:00:00Z"}"#),
        ("POST", "webhooks/deliveries/{id}/resend", ""),
    ]

    @Test func `may use every route that the table of changes does not have`() {
        let routes = AdminAPI.lines.filter { $0.method != .get && $0.path.contains("/webhooks/") }
        #expect(
            Set(routes.map { "\($0.method.name) \($0.path)" })
                == Set(Self.changes.map { "\($0.0) /gateway/v1/\($0.1)" }))
    }

    @Test func `changes nothing`() async throws {
        let reads = ["webhooks/endpoints", "webhooks/deliveries", "webhooks/deliveries/1"]
        var before: [String] = []
        for path in reads { before.append(try await gateway.send("GET", "/gateway/v1/" + path, [Self.writer]).text) }
        for (method, route, body) in Self.changes {
            let path = route.replacing("{id}", with: route.contains("deliveries") ? "1" : id)
            let refused = try await gateway.send(
                method, "/gateway/v1/" + path, [Self.reader, "Content-Type: application/json"], body: Array(body.utf8))
            #expect(refused.status == 403, "\(method) \(path)")
        }
        var after: [String] = []
        for path in reads { after.append(try await gateway.send("GET", "/gateway/v1/" + path, [Self.writer]).text) }
        #expect(after == before)
    }
}
