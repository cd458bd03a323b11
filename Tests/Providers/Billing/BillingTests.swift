import Checkout
import Providers
import Testing
import Wire

@Suite struct `Billing session` {
    private func draft(_ body: String, _ catalogue: Catalogue = .withPrice) throws -> Draft {
        let bytes = Array(body.utf8)
        return try Billing().read(
            Call(
                request: ProviderStage.request("POST", "/api/v1/billing/checkout", [], bytes), parameters: [],
                document: JSONDocument(bytes, grammar: .python),
                caller: Caller(account: AccountID(1), isLive: false, access: .write, identifier: nil),
                catalogue: catalogue, lifetimeSeconds: 60, now: ProviderStage.now,
                digest: { _ in ProviderStage.digest },
                asciiHost: ProviderStage.asciiHost))
    }

    @Test func `has the price of the catalogue, not of the request`() throws {
        let body = #"{"price_id":"price_cheap","amount":1,"success_url":"","cancel_url":"x"}"#
        let draft = try draft(body)
        #expect(draft.mode == .subscription)
        #expect(draft.items == Items(CheckoutSession.Item(kind: "price", reference: "price_pro_monthly")))
        #expect(draft.amount == 1_900)
        #expect(draft.currency == Currency(stored: "USD"))
        #expect(draft.successURL == "")
        #expect(draft.cancelURL == "x")
        #expect(draft.lifetimeSeconds == 60)
        #expect(draft.fields.text.bytes == Array(body.utf8))
    }

    @Test func `leads to the contract's URLs if the request has none`() throws {
        let draft = try draft("{}")
        #expect(draft.successURL == "http://localhost:3000/dashboard?success=true")
        #expect(draft.cancelURL == "http://localhost:3000/dashboard?canceled=true")
    }

    @Test func `is read with one U+FFFD for each lone surrogate`() throws {
        #expect(try draft(#"{"success_url":"a\ud800\udbff"}"#).successURL == "a\u{FFFD}\u{FFFD}")
    }

    @Test func `needs a default price, and a valid request first`() {
        #expect(throws: Failure.self) { _ = try draft("{}", Catalogue()) }
        let error = #expect(throws: Failure.self) { _ = try draft("{}", Catalogue()) }
        #expect(error?.kind == .notConfigured)
        let invalid = #expect(throws: Failure.self) { _ = try draft(#"{"cancel_url":null}"#, Catalogue()) }
        #expect(invalid?.kind == .invalid)
    }

    @Test func `is rendered as a link to its page`() throws {
        let session = ProviderStage.session(try draft("{}"), of: Billing.name)
        let response = Billing().render(session, for: .create, at: ProviderStage.now, ProviderStage.links)
        let url = "https://pay.test/checkout/\(ProviderStage.links.token(for: session).text)"
        #expect(response.status == 200)
        #expect(response.contentType == "application/json")
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"url\":\"\(url)\"}")
    }

    @Test func `lasts a day and has no public host`() {
        #expect(Billing.lifetimeSeconds == 86_400)
        #expect(Billing.hosts == [])
        #expect(Billing.checks.map { "\($0)" } == ["route", "body", "caller", "access"])
    }

    @Test(arguments: [
        (5, 60, "5 per 1 minute"), (10, 120, "10 per 2 minute"), (20, 2, "20 per 2 second"), (7, 90, "7 per 90 second"),
        (100, 3_600, "100 per 1 hour"), (1, 1, "1 per 1 second"),
    ])
    func `names a limit as slowapi does`(_ requests: Int, _ seconds: Int, _ words: String) {
        let quota = Quota(name: "credential", requests: requests, windowSeconds: seconds)
        let response = Billing().render(.rateLimited(quota, retryAfterSeconds: 3))
        #expect(response.status == 429)
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"error":"Rate limit exceeded: \#(words)"}"#)
        #expect(response.fields == [HeaderField(name: "Retry-After", value: "3")])
    }
}
