import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Outbound
@testable import Webhooks

/// What the sender does about deliveries, without a network.
@Suite struct `The sender of webhooks` {
    @Test func `sends an event with its body and both signatures, and records the end`() async throws {
        let fixture = try SenderFixture()
        let endpoint = try fixture.endpoint(["checkout.session.completed"])
        try await fixture.act("complete", on: try await fixture.session())
        fixture.advance()
        let call = try #require(fixture.newCalls().first)
        #expect(call.call.method == .post)
        #expect(call.call.url.text == "https://shop.example/hook")
        #expect(call.field("Content-Type") == "application/json")
        let delivery = try #require(try fixture.deliveries().first)
        #expect(call.id == delivery.eventID)
        #expect(JSONDocument(utf8: call.call.body).root?.member("id")?.string == delivery.eventID)
        #expect(call.call.body == (try fixture.delivery(delivery.id).body))
        let expected = WebhookSignature.fields(
            of: call.call.body, event: try #require(WebhookEventID(call.id)), at: fixture.realClock.now,
            LiveSecrets(SenderFixture.secret)
        ) { MessageAuthenticator.code(under: $0, of: $1) }
        for field in expected { #expect(call.field(field.name) == field.value) }
        call.answer(204, [HeaderField(name: "X-Seen", value: "yes")], body: "thanks")
        fixture.settle()
        let detail = try fixture.delivery(delivery.id)
        #expect(detail.delivery.state == .delivered)
        #expect(detail.delivery.endpoint == endpoint)
        #expect(detail.attempts.map(\.outcome) == [.answered(status: 204)])
        #expect(detail.attempts[0].address == "8.8.8.8")
        #expect(detail.attempts[0].fields == "X-Seen: yes")
        #expect(detail.attempts[0].answer == Array("thanks".utf8))
        fixture.advance()
        #expect(fixture.newCalls().isEmpty)
    }

    @Test func `sends the same bytes under the same id until the schedule ends`() async throws {
        let fixture = try SenderFixture(.sandbox)
        _ = try fixture.endpoint(["checkout.session.completed"])
        try await fixture.act("complete", on: try await fixture.session())
        fixture.advance()
        let first = try #require(fixture.newCalls().first)
        var call = first
        let outcomes: [(end: (SenderFixture.Made) -> Void, recorded: AttemptRecord.Outcome)] = [
            ({ $0.answer(500) }, .answered(status: 500)), ({ $0.answer(302) }, .answered(status: 302)),
            ({ $0.fail(.connecting) }, .failed(phase: 2, "it was a test")),
            ({ $0.fail(.securing) }, .failed(phase: 3, "it was a test")), ({ $0.answer(404) }, .answered(status: 404)),
        ]
        for (index, outcome) in outcomes.enumerated() {
            outcome.end(call)
            fixture.settle()
            #expect(fixture.newCalls().isEmpty, "attempt \(index + 2) is not due yet")
            guard index + 1 < outcomes.count else { break }
            fixture.pass(seconds: RetrySchedule.sandbox.waits[index + 1])
            fixture.advance(deliveriesChanged: false)
            call = try #require(fixture.newCalls().first, "attempt \(index + 2)")
            #expect(call.id == first.id)
            #expect(call.call.body == first.call.body)
            #expect(call.field("webhook-timestamp") != first.field("webhook-timestamp"))
        }
        let detail = try fixture.delivery(try fixture.deliveries()[0].id)
        #expect(detail.delivery.state == .failed)
        #expect(detail.attempts.map(\.outcome) == outcomes.map(\.recorded))
        #expect(detail.attempts.map(\.number) == [1, 2, 3, 4, 5])
        fixture.pass(seconds: 86_400)
        fixture.advance()
        #expect(fixture.newCalls().isEmpty)
    }

    @Test func `disables an endpoint that is gone, and says so once`() async throws {
        let fixture = try SenderFixture()
        let endpoint = try fixture.endpoint()
        for _ in 0..<3 { try await fixture.act("complete", on: try await fixture.session()) }
        fixture.advance()
        let calls = fixture.newCalls()
        #expect(calls.count == 3)
        calls[0].answer(410)
        fixture.settle()
        let record = try fixture.gateway.store.reader.find(.webhook(.endpoint(endpoint))).webhook.endpoint
        #expect(record?.disabled?.reason == .gone)
        for call in calls[1...] { call.answer(500) }
        fixture.settle(2)
        fixture.pass(seconds: 86_400)
        fixture.advance()
        #expect(fixture.newCalls().isEmpty)
        let states = try fixture.deliveries().map(\.state)
        #expect(Set(states) == [.failed, .skipped])
        #expect(fixture.lines.count == 1)
        #expect(fixture.lines.first?.contains("410") == true)
    }

    @Test func `is not disabled by the answer of the URL that it had before`() async throws {
        let fixture = try SenderFixture()
        let endpoint = try fixture.endpoint(["checkout.session.created"])
        _ = try await fixture.session()
        fixture.advance()
        let call = try #require(fixture.newCalls().first)
        let settings = WebhookSettings(url: "https://shop.example/other", format: 0, types: ["*"])
        try fixture.write(.changeEndpoint(endpoint, account: nil, settings))
        fixture.inbox.endpointChanged(endpoint)
        call.answer(410)
        fixture.settle()
        fixture.advance()
        #expect(fixture.newCalls().map(\.call.url.text) == ["https://shop.example/other"])
        #expect(try fixture.gateway.store.reader.find(.webhook(.endpoint(endpoint))).webhook.endpoint?.disabled == nil)
    }

    @Test func `says once that an endpoint is disabled, if several attempts show it`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint()
        for _ in 0..<3 { _ = try await fixture.session() }
        fixture.advance()
        let calls = fixture.newCalls()
        #expect(calls.count == 3)
        for call in calls { call.answer(410) }
        fixture.settle(3)
        #expect(fixture.lines.count == 1)
    }

    @Test func `uses up no attempt when the gateway itself has an obstacle`() async throws {
        for phase in [CallFailure.Phase.overloaded, .closed] {
            let fixture = try SenderFixture()
            _ = try fixture.endpoint(["checkout.session.created"])
            _ = try await fixture.session()
            fixture.advance()
            let first = try #require(fixture.newCalls().first)
            first.fail(phase)
            fixture.advance(deliveriesChanged: false)
            #expect(try fixture.delivery(try fixture.deliveries()[0].id).attempts.isEmpty)
            fixture.pass(seconds: 1)
            fixture.advance()
            let second = try #require(fixture.newCalls().first)
            #expect(second.call.body == first.call.body)
            second.answer(200)
            fixture.settle()
            #expect(try fixture.delivery(try fixture.deliveries()[0].id).attempts.map(\.number) == [1])
        }
    }

    @Test func `tells a session's events in their order, each when the one before is settled`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint()
        try await fixture.act("complete", on: try await fixture.session())
        var told: [String] = []
        for index in 0..<2 {
            // The second event is told without further news and before the end of its patience.
            fixture.advance(deliveriesChanged: index == 0)
            let calls = fixture.newCalls()
            #expect(calls.count == 1)
            let call = try #require(calls.first)
            told.append(JSONDocument(utf8: call.call.body).root?.member("type")?.string ?? "")
            call.answer(200)
            fixture.settle()
        }
        #expect(told == ["checkout.session.created", "checkout.session.completed"])
    }

    @Test func `sends again after a start what was in flight at the end`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint(["checkout.session.created"])
        _ = try await fixture.session()
        fixture.advance()
        let first = try #require(fixture.newCalls().first)
        let next = try SenderFixture(sharing: fixture)
        next.advance()
        let second = try #require(next.newCalls().first)
        #expect(second.id == first.id)
        #expect(second.call.body == first.call.body)
    }

    @Test func `signs with the old and the new secret for a day after a rotation`() async throws {
        let fixture = try SenderFixture()
        let endpoint = try fixture.endpoint(["checkout.session.created"])
        let record = try #require(try fixture.gateway.store.reader.find(.webhook(.endpoint(endpoint))).webhook.endpoint)
        let sealed = fixture.vault.sealed(SenderFixture.otherSecret, of: record.account, at: fixture.realClock.now)
        try fixture.write(
            .rotateSecret(
                endpoint, account: nil, sealed, othersUntil: fixture.realClock.now.advanced(seconds: 86_400)))
        for (seconds, count) in [(0, 2), (86_399, 2), (1, 1)] as [(Int64, Int)] {
            fixture.pass(seconds: seconds)
            _ = try await fixture.session()
            fixture.advance()
            let call = try #require(fixture.newCalls().first)
            #expect(call.field("webhook-signature").split(separator: " ").count == count)
            #expect(call.field("Stripe-Signature").split(separator: ",").count == count + 1)
            call.answer(200)
            fixture.settle()
        }
    }

    @Test func `reads more of an endpoint that has more than one read takes`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint(["checkout.session.created"])
        let count = DueReader.perEndpointMax + 40
        for _ in 0..<count { _ = try await fixture.session() }
        fixture.advance()
        var ids: Set<String> = []
        var rounds = 0
        while ids.count < count, rounds < count {
            let calls = fixture.newCalls()
            #expect(calls.count <= 4)
            for call in calls {
                #expect(ids.insert(call.id).inserted, "no event is sent twice")
                call.answer(200)
            }
            fixture.settle(calls.count)
            rounds += 1
        }
        #expect(ids.count == count)
    }

    @Test func `leaves an endpoint that was removed alone`() async throws {
        let fixture = try SenderFixture()
        let endpoint = try fixture.endpoint(["checkout.session.created"])
        for _ in 0..<6 { _ = try await fixture.session() }
        fixture.advance()
        let calls = fixture.newCalls()
        #expect(calls.count == 4)
        try fixture.write(.removeEndpoint(endpoint, account: nil))
        fixture.inbox.endpointChanged(endpoint)
        fixture.advance(deliveriesChanged: false)
        for call in calls { call.answer(500) }
        fixture.settle(4)
        fixture.pass(seconds: 86_400)
        fixture.advance()
        #expect(fixture.newCalls().isEmpty)
        #expect(Set(try fixture.deliveries().map(\.state)) == [.skipped])
    }
}
