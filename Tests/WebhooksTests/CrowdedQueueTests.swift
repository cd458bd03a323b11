import Testing
import Wire

@testable import Webhooks

/// Endpoints that fail, and hosts with many endpoints, leave room for others.
@Suite struct `A crowded queue of deliveries` {
    @Test func `keeps room for endpoints that work while many others fail`() {
        let healthy: Int64 = 1_000
        var queue = queue([])
        var id: Int64 = 0
        for endpoint in 1...30 as ClosedRange<Int64> {
            for _ in 0..<10 {
                id += 1
                queue.add(delivery(id, to: endpoint, session: id), at: moment(0))
            }
        }
        // Nothing is known of the endpoints yet, so their attempts fill all places.
        let first = start(&queue, at: 0)
        #expect(first.count == 64)
        for id in first { queue.finished(id, .retry(at: moment(50_000)), at: moment(1)) }
        let second = start(&queue, at: 1)
        #expect(second.count == 48)
        #expect(queue.inFlightToFailingCount == 48)
        queue.add(delivery(9_999, to: healthy, session: 9_999), at: moment(2))
        #expect(start(&queue, at: 2) == [9_999])
        queue.finished(9_999, .delivered, at: moment(2))
        for id in second { queue.finished(id, .delivered, at: moment(3)) }
        var sent = 0
        while case let ids = start(&queue, at: 3), !ids.isEmpty {
            for id in ids { queue.finished(id, .delivered, at: moment(3)) }
            sent += ids.count
        }
        #expect(sent == 300 - 64 - 48)
        #expect(queue.inFlightToFailingCount == 0)
    }

    @Test func `lets an endpoint rest that fails again and again, until it takes something`() {
        var queue = DeliveryQueue(DeliveryQueue.Limits(failuresBeforeRest: 3, restSeconds: 2))
        for id in 1...20 as ClosedRange<Int64> { queue.add(delivery(id, session: id), at: moment(0)) }
        queue.add(delivery(21, to: 2, session: 21), at: moment(0))
        let first = start(&queue, at: 0)
        #expect(first == [1, 21, 2, 3, 4])
        for id in [1, 2, 3] as [Int64] { queue.finished(id, .retry(at: moment(50_000)), at: moment(0)) }
        #expect(queue.next(at: moment(0)) == .init(start: [], wakeAt: moment(2)))
        // A failure during the rest makes it longer.
        queue.finished(4, .retry(at: moment(50_000)), at: moment(1))
        #expect(start(&queue, at: 2) == [])
        #expect(start(&queue, at: 3) == [5, 6, 7, 8])
        queue.finished(5, .retry(at: moment(50_000)), at: moment(4))
        #expect(start(&queue, at: 4) == [])
        queue.finished(6, .delivered, at: moment(4))
        #expect(start(&queue, at: 4) == [9, 10])
        queue.finished(21, .delivered, at: moment(4))
        #expect(start(&queue, at: 4) == [])
    }

    @Test func `has thirty-two in flight to the endpoints of one host, and leaves room for others`() {
        var queue = queue([])
        for endpoint in 1...20 as ClosedRange<Int64> {
            for number in 0..<4 as Range<Int64> {
                let id = endpoint * 10 + number
                queue.add(
                    QueuedDelivery(
                        id: id, endpoint: WebhookEndpointID(endpoint),
                        event: WebhookEventID(session: id, sequence: 1, format: .gateway),
                        host: "https://many.example", dueAt: moment(0)), at: moment(0))
            }
        }
        let first = start(&queue, at: 0)
        #expect(first.count == 32)
        queue.add(delivery(999, to: 99, session: 999), at: moment(0))
        #expect(start(&queue, at: 0) == [999])
        queue.taken(first[0], at: moment(0))
        queue.taken(first[0], at: moment(0))
        #expect(start(&queue, at: 0).count == 1)
        queue.finished(first[0], .delivered, at: moment(0))
        #expect(start(&queue, at: 0).isEmpty)
        queue.finished(999, .delivered, at: moment(0))
        for id in first.dropFirst() { queue.finished(id, .delivered, at: moment(0)) }
        var sent = first.count + 1
        while case let ids = start(&queue, at: 0), !ids.isEmpty {
            for id in ids { queue.finished(id, .delivered, at: moment(0)) }
            sent += ids.count
        }
        #expect(sent == 80)
        #expect(queue.inFlightToHost.count == 1 && queue.waitingForHost.isEmpty)
    }

    @Test func `holds an obstacle of the gateway against no endpoint`() {
        var queue = DeliveryQueue(DeliveryQueue.Limits(failuresBeforeRest: 1, restSeconds: 50))
        for id in 1...4 as ClosedRange<Int64> { queue.add(delivery(id, session: id), at: moment(0)) }
        for id in start(&queue, at: 0) {
            queue.finished(id, .retry(at: moment(1)), isObstacle: true, at: moment(0))
        }
        #expect(start(&queue, at: 1).count == 4)
    }
}
