import Checkout
import SQLiteStorage
import Testing
import Wire

/// Sessions of each provider and their pages, requested as by a customer's browser.
struct PageStage {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    static let state = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static let form = "Content-Type: application/x-www-form-urlencoded"
    static let card = "&expiry=12%2F39&code=123"
    static let paid = "action=pay&number=4242+4242+4242+4242" + card
    static let secure = "action=pay&number=4000002500003155" + card
    static let declined = "action=pay&number=4000000000000002" + card

    /// The path and query of a page's URL in an answer.
    private func path(_ url: String?) throws -> String {
        let url = try #require(url)
        #expect(url.hasPrefix("https://pay.example/checkout"))
        return String(url.dropFirst("https://pay.example".count))
    }

    func duro(_ body: String = #"{"amount":1500000,"successUrl":"https://shop.example/ok?a=1"}"#) async throws -> String
    {
        try path(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).member("url")?.string)
    }

    func billing(
        success: String = "https://app.example/ok?id={CHECKOUT_SESSION_ID}", cancel: String = "https://app.example/no"
    ) async throws -> String {
        let body = JSONWriter.object { json in
            json.member("success_url", success)
            json.member("cancel_url", cancel)
        }
        let answer = try await gateway.post(
            "/api/v1/billing/checkout", [Conformance.billing], String(decoding: body, as: UTF8.self))
        return try path(answer.member("url")?.string)
    }

    func meteroid(_ more: String = "") async throws -> String {
        let body = #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"\#(more)}"#
        let answer = try await gateway.post("/meteroid/api/v1/checkout-sessions", [Conformance.meteroid], body)
        return try path(answer.member("session", "checkout_url")?.string)
    }

    /// Without the state that its caller adds.
    func userdocks(
        mode: String = "payment", quantity: Int = 1, method: String = "card", address: Bool = false,
        country: String = "DE"
    ) async throws -> String {
        let body = Conformance.userdocksBody.replacing("\"payment\"", with: "\"\(mode)\"")
            .replacing("\"card\"", with: "\"\(method)\"").replacing("\"DE\"", with: "\"\(country)\"")
            .replacing("Collection\":true", with: "Collection\":\(address)")
            .replacing("\"quantity\":1", with: "\"quantity\":\(quantity)")
        let answer = try await gateway.post("/userdocks/api/v1/checkout-sessions", Conformance.userdocksKey, body)
        return try path(answer.member("data", "checkout", "nextAction", "url")?.string)
    }

    /// The page of the newest session by its token, for a provider whose answer has no page.
    func token(number: Int64) throws -> String {
        let session = try #require(try gateway.store.reader.session(number: number))
        return "/checkout/\(gateway.links.token(for: session).text)"
    }

    func get(_ path: String) async throws -> Response {
        try await gateway.send("GET", path)
    }

    func submit(_ path: String, _ body: String) async throws -> Response {
        try await gateway.send("POST", path, [Self.form], body: Array(body.utf8))
    }

    func session(_ number: Int64 = 1) throws -> CheckoutSession {
        try #require(try gateway.store.reader.session(number: number))
    }

    func status(_ number: Int64 = 1) throws -> Status {
        try session(number).status(at: gateway.clock.now)
    }
}

extension Response {
    var location: String? { field("Location") }
}
