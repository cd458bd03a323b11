import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Outbound
@testable import Webhooks

/// What the sender does about deliveries that somebody resends.
@Suite struct `The sender of webhooks on request` {
    @Test func `sends at once what was resent during an attempt that failed`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint(["checkout.session.created"])
        _ = try await fixture.session()
        fixture.advance()
        let first = try #require(fixture.newCalls().first)
        fixture.pass(seconds: 2)
        let id = try fixture.deliveries()[0].id
        try fixture.write(.resend(id, account: nil, at: fixture.gateway.clock.now))
        fixture.advance()
        #expect(fixture.newCalls().isEmpty)
        first.fail(.timedOut)
        fixture.settle()
        fixture.advance(deliveriesChanged: false)
        #expect(fixture.newCalls().map(\.id) == [first.id])
    }

    @Test func `sends what was delivered once more on request, with the time of the new attempt`() async throws {
        let fixture = try SenderFixture()
        _ = try fixture.endpoint(["checkout.session.created"])
        _ = try await fixture.session()
        fixture.advance()
        let first = try #require(fixture.newCalls().first)
        first.answer(200)
        fixture.settle()
        fixture.pass(seconds: 100)
        let delivery = try fixture.deliveries()[0].id
        try fixture.write(.resend(delivery, account: nil, at: fixture.gateway.clock.now))
        fixture.advance()
        let second = try #require(fixture.newCalls().first)
        #expect(second.id == first.id)
        #expect(second.call.body == first.call.body)
        #expect(second.field("webhook-timestamp") != first.field("webhook-timestamp"))
        second.answer(200)
        fixture.settle()
        #expect(try fixture.delivery(delivery).attempts.count == 2)
    }

    @Test func `sends what is resent to an endpoint without events once`() async throws {
        for isRemoved in [false, true] {
            for status in [200, 410, 500] {
                let fixture = try SenderFixture()
                let endpoint = try fixture.endpoint(["checkout.session.created"])
                for _ in 0..<2 { _ = try await fixture.session() }
                try fixture.write(
                    isRemoved
                        ? .removeEndpoint(endpoint, account: nil)
                        : .disableEndpoint(endpoint, account: nil, .requested, at: fixture.gateway.clock.now))
                for delivery in try fixture.deliveries() {
                    try fixture.write(.resend(delivery.id, account: nil, at: fixture.gateway.clock.now))
                }
                fixture.advance()
                let calls = fixture.newCalls()
                #expect(calls.map(\.call.url.text) == ["https://shop.example/hook", "https://shop.example/hook"])
                calls.first?.answer(status)
                fixture.settle()
                let first: DeliveryState = status == 200 ? .delivered : .failed
                #expect(Set(try fixture.deliveries().map(\.state)) == [first, .pending])
                calls.last?.answer(200)
                fixture.settle()
                fixture.pass(seconds: 86_400)
                fixture.advance()
                #expect(fixture.newCalls().isEmpty)
                #expect(fixture.lines.isEmpty)
            }
        }
    }
}
