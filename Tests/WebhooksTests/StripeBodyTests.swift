import Checkout
import TestSupport
import Testing
import Wire

@testable import Webhooks

@Suite struct `Bodies of Stripe's format` {
    private func body(_ event: WebhookEvent?, _ session: CheckoutSession) throws -> FixtureValue {
        try json(StripeBody.make(try #require(event), session, links))
    }

    @Test func `are Stripe's event`() throws {
        let told = try #require(event(.completed, .stripe))
        let body = try body(told, session())
        #expect(
            try body.members().map(\.name) == [
                "id", "object", "api_version", "created", "data", "livemode", "pending_webhooks", "request", "type",
            ])
        #expect(try body.member("id").text() == told.id.text)
        #expect(try body.member("object").text() == "event")
        #expect(try body.member("api_version").text() == "2026-10-28.endive")
        #expect(text(Array(try body.member("created").json.source)) == "1800000060")
        #expect(try body.member("livemode").json.bool == false)
        #expect(text(Array(try body.member("request").json.source)) == #"{"id":null,"idempotency_key":null}"#)
        #expect(try body.member("type").text() == "checkout.session.completed")
    }

    @Test func `have a Checkout Session`() throws {
        let object = try body(event(.completed, .stripe), session()).member("data").member("object")
        #expect(try object.member("object").text() == "checkout.session")
        #expect(try object.member("id").text() == links.token(for: session()).text)
        #expect(try object.member("currency").text() == "eur")
        #expect(text(Array(try object.member("amount_total").json.source)) == "1900")
        #expect(try object.member("client_reference_id").text() == "ada")
        #expect(try object.member("customer_details").member("email").text() == "ada@shop.example")
        #expect(try object.member("success_url").text() == "https://shop.example/paid?id={CHECKOUT_SESSION_ID}")
        #expect(try object.member("url").json.isNull)
        let names = try object.members().map(\.name)
        #expect(names.prefix(2) == ["id", "object"])
        #expect(Array(names.dropFirst(2)) == names.dropFirst(2).sorted())
        #expect(Set(names).count == names.count)
    }

    @Test func `tell what became of the payment`() throws {
        let told: [(SessionEvent.Kind, Status, CheckoutSession, String, String)] = [
            (.completed, .open, session(), "complete", "paid"),
            (.completed, .processing, session(), "complete", "paid"),
            (.processing, .open, session(), "complete", "unpaid"),
            (.paymentFailed, .processing, session(), "complete", "unpaid"),
            (.expired, .processing, session(), "complete", "unpaid"),
            (.cancelled, .processing, session(), "complete", "unpaid"),
            (.expired, .open, session(), "expired", "unpaid"),
            (.cancelled, .open, session(), "expired", "unpaid"),
            (.completed, .open, session(.subscription), "complete", "paid"),
            (.completed, .open, session(.subscription, amount: 0), "complete", "no_payment_required"),
            (.completed, .open, session(.setup, amount: nil), "complete", "no_payment_required"),
            (.expired, .open, session(.setup, amount: nil), "expired", "no_payment_required"),
        ]
        for (kind, before, session, status, payment) in told {
            let object = try body(event(kind, before: before, .stripe), session).member("data").member("object")
            #expect(try object.member("status").text() == status, "\(kind) after \(before)")
            #expect(try object.member("payment_status").text() == payment, "\(kind) after \(before)")
        }
    }

    @Test func `have no amounts for a setup`() throws {
        let object = try body(event(.completed, .stripe), session(.setup)).member("data").member("object")
        for name in ["amount_subtotal", "amount_total", "discounts", "total_details"] {
            #expect(try object.member(name).json.isNull, "\(name)")
        }
    }

    @Test func `have metadata that is a map of strings`() throws {
        for (sent, told) in [
            (nil as String?, "{}"), ("[1]", "{}"), ("null", "{}"), (#"{"a":"x"}"#, #"{"a":"x"}"#),
            (#"{"a":1,"b":{"c":[true]},"d":null}"#, #"{"a":"1","b":"{\"c\":[true]}","d":"null"}"#),
            (#"{"a":"x","b":"y","a":"z"}"#, #"{"a":"z","b":"y"}"#), (#"{"é\n":"\u00fc\""}"#, #"{"é\n":"ü\""}"#),
        ] {
            let object = try body(event(.completed, .stripe), session(metadata: sent)).member("data").member("object")
            #expect(text(Array(try object.member("metadata").json.source)) == told)
        }
    }

    @Test func `that are too long leave out the metadata, and say so`() throws {
        let long = session(metadata: "{\"a\":\"\(String(repeating: "x", count: BodyLimit.bytesMax))\"}")
        let body = try body(event(.completed, .stripe), long)
        #expect(body.json.source.count < 4_000)
        #expect(try body.member("left_out").texts() == ["data.object.metadata"])
        #expect(text(Array(try body.member("data").member("object").member("metadata").json.source)) == "{}")
    }

    @Test func `do not depend on the present status of the session`() throws {
        let told = try #require(event(.processing, .stripe))
        var later = session()
        later.status = .completed
        #expect(StripeBody.make(told, later, links) == StripeBody.make(told, session(), links))
    }

    @Test func `of pings and of live sessions say so`() throws {
        let ping = try json(StripeBody.ping(WebhookEvent(ping: 5, at: moment(0)), isLive: true))
        #expect(try ping.member("type").text() == "webhook.ping")
        #expect(try ping.member("data").member("object").member("object").text() == "webhook_ping")
        #expect(try ping.member("livemode").json.bool == true)
        let live = try body(event(.completed, .stripe), session(isLive: true))
        #expect(try live.member("livemode").json.bool == true)
        #expect(try live.member("data").member("object").member("livemode").json.bool == true)
    }
}
