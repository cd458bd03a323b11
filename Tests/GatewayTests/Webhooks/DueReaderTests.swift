import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Webhooks

/// What the sender reads of the deliveries that are due.
@Suite struct `A reader of what is due` {
    @Test func `leaves out an endpoint with enough to send, until that is sent`() async throws {
        let fixture = try SenderFixture()
        let busy = WebhookEndpointID(try fixture.endpoint(["checkout.session.created"]))
        let other = WebhookEndpointID(try fixture.endpoint(["checkout.session.completed"]))
        for _ in 0..<DueReader.readyEnough + 2 { _ = try await fixture.session() }
        let clock = fixture.gateway.clock
        var (reader, queue) = (DueReader(fixture.gateway.store.reader), DeliveryQueue())
        func read() throws -> [QueuedDelivery]? {
            let found = try reader.read(at: clock.now, clock: clock, queue)?.get().compactMap {
                QueuedDelivery($0, host: nil, at: clock.now)
            }
            for delivery in found ?? [] { queue.add(delivery, at: clock.now) }
            return found
        }
        #expect(try read()?.count == DueReader.readyEnough + 2)
        #expect(try read() == nil)
        try await fixture.act("complete", on: 1)
        reader.isOutdated = true
        #expect(try read()?.map(\.endpoint) == [other])
        let started = queue.next(at: clock.now).start.filter { $0.endpoint == busy }
        #expect(started.count == queue.limits.inFlightPerEndpointMax)
        #expect(!queue.isBusy(other, ready: DueReader.readyEnough))
        reader.isOutdated = true
        #expect(try read()?.map(\.endpoint) == [other])
        queue.finished(started[0].id, .delivered, at: clock.now)
        // What was left out may have changed meanwhile, so it is read without further news, and once.
        #expect(try read()?.count { $0.endpoint == busy } == DueReader.readyEnough + 2)
        #expect(try read() == nil)
    }

    @Test func `waits for the end of its rest while the store cannot be read`() throws {
        let fixture = try SenderFixture()
        let clock = fixture.gateway.clock
        var reader = DueReader(fixture.gateway.store.reader)
        let queue = DeliveryQueue()
        _ = try reader.read(at: clock.now, clock: clock, queue)?.get()
        reader.note(clock.now.advanced(seconds: 5))
        #expect(reader.waitMicroseconds(at: clock.now, ticks: clock.ticks) == 5_000_000)
        fixture.gateway.store.close()
        fixture.pass(seconds: 10)
        if case .failure = reader.read(at: clock.now, clock: clock, queue) {} else { Issue.record("it was read") }
        #expect(reader.waitMicroseconds(at: clock.now, ticks: clock.ticks) == 1_000_000)
    }
}
