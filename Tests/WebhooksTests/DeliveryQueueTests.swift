import Checkout
import Testing
import Wire

@testable import Webhooks

@Suite struct `The queue of deliveries` {
    @Test func `starts what is due and says when to come back`() {
        var queue = queue([delivery(1, session: 1), delivery(2, session: 2, due: 30), delivery(3, session: 3, due: 20)])
        let round = queue.next(at: moment(0))
        #expect(round.start.map(\.id) == [1])
        #expect(round.wakeAt == moment(20))
        #expect(start(&queue, at: 19) == [])
        #expect(start(&queue, at: 20) == [3])
        #expect(queue.next(at: moment(20)).wakeAt == moment(30))
        #expect(start(&queue, at: 1_000) == [2])
        #expect(queue.next(at: moment(1_000)).wakeAt == nil)
        #expect(queue.count == 3 && queue.inFlightCount == 3)
    }

    @Test func `sends the events of a session in order, however they were added`() {
        var queue = queue([delivery(3), delivery(1), delivery(2)])
        for id in [1, 2, 3] as [Int64] {
            #expect(start(&queue, at: 0) == [id])
            #expect(start(&queue, at: 0) == [])
            queue.finished(id, .delivered, at: moment(0))
        }
        #expect(queue.count == 0 && queue.inFlightCount == 0)
    }

    @Test func `lets an event wait sixty seconds for the one before it`() {
        var queue = queue([delivery(1), delivery(2), delivery(3)])
        #expect(start(&queue, at: 0) == [1])
        #expect(queue.finished(1, .retry(at: moment(1_000)), at: moment(1)) == true)
        #expect(queue.next(at: moment(1)) == .init(start: [], wakeAt: moment(60)))
        #expect(start(&queue, at: 59) == [])
        #expect(start(&queue, at: 60) == [2])
        queue.finished(2, .delivered, at: moment(61))
        #expect(start(&queue, at: 61) == [3])
        queue.finished(3, .delivered, at: moment(62))
        #expect(queue.next(at: moment(62)) == .init(start: [], wakeAt: moment(1_000)))
        #expect(start(&queue, at: 1_000) == [1])
    }

    @Test func `sends an earlier event first if both are due, also after the sixty seconds`() {
        var queue = queue([delivery(1), delivery(2)])
        #expect(start(&queue, at: 0) == [1])
        queue.finished(1, .retry(at: moment(100)), at: moment(1))
        // The clock of a sandbox was moved forward.
        #expect(start(&queue, at: 86_400) == [1])
        #expect(start(&queue, at: 86_400) == [])
        queue.finished(1, .failed, at: moment(86_401))
        #expect(start(&queue, at: 86_401) == [2])
    }

    @Test func `does not let a session wait for another one, nor for another endpoint, nor for a ping`() {
        var queue = queue([
            delivery(1), delivery(2, session: 2), delivery(3, to: 2, sequence: 9),
            QueuedDelivery(
                id: 4, endpoint: WebhookEndpointID(1), event: WebhookEventID(ping: 1), dueAt: moment(0)),
        ])
        #expect(Set(start(&queue, at: 0)) == [1, 2, 3, 4])
    }

    @Test func `has four in flight to an endpoint, and lets endpoints take turns`() {
        let busy = (1...20).map { delivery($0, to: 1, session: $0) }
        let calm = (21...22).map { delivery($0, to: 2, session: $0) }
        var queue = queue(busy + calm)
        #expect(start(&queue, at: 0) == [1, 21, 2, 22, 3, 4])
        queue.finished(2, .delivered, at: moment(1))
        #expect(start(&queue, at: 1) == [5])
        queue.finished(1, .retry(at: moment(50)), at: moment(2))
        #expect(start(&queue, at: 2) == [6])
    }

    @Test func `gives the place of what an endpoint has taken to others, but not to the same session`() {
        let others = (3...100).map { delivery($0, session: $0) }
        var queue = queue([delivery(1, session: 1), delivery(2, session: 1)] + others)
        #expect(start(&queue, at: 0) == [1, 3, 4, 5])
        for id in [1, 3, 4, 5] as [Int64] { queue.taken(id, at: moment(0)) }
        #expect(start(&queue, at: 0) == [6, 7, 8, 9])
        queue.finished(1, .delivered, at: moment(0))
        #expect(start(&queue, at: 0) == [])
        for id in 6...64 as ClosedRange<Int64> {
            queue.taken(id, at: moment(0))
            _ = queue.next(at: moment(0))
        }
        #expect(queue.inFlightCount == 64)
        queue.taken(65, at: moment(0))
        #expect(start(&queue, at: 0) == [])
        queue.finished(3, .delivered, at: moment(0))
        #expect(start(&queue, at: 0).count == 1)
        #expect(queue.inFlightCount == 64)
    }

    @Test func `has sixty-four in flight over all`() {
        var queue = queue((1...100).map { delivery($0, to: $0, session: $0) })
        #expect(start(&queue, at: 0) == Array(1...64))
        for id in [5, 9] as [Int64] { queue.finished(id, .delivered, at: moment(0)) }
        #expect(start(&queue, at: 0) == [65, 66])
    }

    @Test func `lets a dead endpoint delay no healthy one`() {
        var queue = queue((1...1_000).map { delivery($0, to: 1, session: $0) })
        #expect(start(&queue, at: 0).count == 4)
        for id in 1_001...1_500 as ClosedRange<Int64> {
            queue.add(delivery(id, to: 2, session: id), at: moment(1))
            #expect(start(&queue, at: 1) == [id])
            queue.finished(id, .delivered, at: moment(1))
        }
        #expect(queue.count == 1_000)
    }

    @Test func `sends nothing more to an endpoint that was removed`() {
        var queue = queue((1...10).map { delivery($0, session: $0) } + [delivery(11, to: 2)])
        #expect(start(&queue, at: 0).count == 5)
        queue.remove(WebhookEndpointID(1))
        #expect(queue.count == 1 && queue.inFlightCount == 5)
        #expect(queue.next(at: moment(1_000)) == .init(start: [], wakeAt: nil))
        for id in 1...4 as ClosedRange<Int64> { queue.finished(id, .retry(at: moment(5)), at: moment(1)) }
        #expect(queue.next(at: moment(1_000)) == .init(start: [], wakeAt: nil))
        #expect(queue.inFlightCount == 1)
        queue.finished(11, .delivered, at: moment(2))
        #expect(queue.endpoints.isEmpty)
    }

    @Test func `removes an endpoint that an attempt disables`() {
        var queue = queue((1...10).map { delivery($0, session: $0) })
        #expect(start(&queue, at: 0).count == 4)
        queue.finished(2, .disable(.gone), at: moment(1))
        #expect(queue.count == 0 && queue.inFlightCount == 3)
        #expect(start(&queue, at: 1) == [])
    }

    @Test func `counts the flights of an endpoint that was removed and comes back`() {
        var queue = queue((1...4).map { delivery($0, session: $0) })
        #expect(start(&queue, at: 0).count == 4)
        queue.remove(WebhookEndpointID(1))
        // The first is sent again by somebody; it is still in flight.
        for id in [1, 5, 6] as [Int64] { queue.add(delivery(id, session: id), at: moment(1)) }
        #expect(start(&queue, at: 1) == [])
        queue.finished(1, .retry(at: moment(10)), at: moment(2))
        queue.finished(2, .retry(at: moment(10)), at: moment(2))
        #expect(start(&queue, at: 2) == [5, 6])
        queue.finished(3, .delivered, at: moment(3))
        #expect(start(&queue, at: 100) == [1])
        #expect(queue.count == 3)
    }

    @Test func `sends nothing beside the flight of an endpoint that was removed and comes back`() {
        var queue = queue([delivery(1)])
        #expect(start(&queue, at: 0) == [1])
        queue.remove(WebhookEndpointID(1))
        for id in [2, 1] as [Int64] { queue.add(delivery(id), at: moment(1)) }
        #expect(start(&queue, at: 1) == [])
        queue.finished(1, .delivered, at: moment(2))
        #expect(start(&queue, at: 2) == [2])
    }

    @Test func `sends earlier what was added again, and in flight only once`() {
        var queue = queue([delivery(1, due: 500)])
        #expect(start(&queue, at: 0) == [])
        queue.add(delivery(1, due: 10), at: moment(5))
        #expect(queue.count == 1)
        #expect(start(&queue, at: 10) == [1])
        queue.add(delivery(1, due: 10), at: moment(11))
        #expect(start(&queue, at: 500) == [])
        queue.finished(1, .delivered, at: moment(501))
        #expect(queue.count == 0)
        queue.finished(1, .delivered, at: moment(501))
        #expect(queue.next(at: moment(600)) == .init(start: [], wakeAt: nil))
    }

    @Test func `forgets a delivery that is due much later, but lets the later ones wait for it`() {
        var queue = queue([delivery(1), delivery(2)], heldSeconds: 60)
        #expect(start(&queue, at: 0) == [1])
        #expect(queue.finished(1, .retry(at: moment(300)), at: moment(1)) == false)
        #expect(queue.count == 1)
        #expect(queue.next(at: moment(1)) == .init(start: [], wakeAt: moment(60)))
        #expect(start(&queue, at: 60) == [2])
        #expect(queue.finished(2, .retry(at: moment(121)), at: moment(61)) == true)
        queue.add(delivery(1, due: 100), at: moment(100))
        #expect(start(&queue, at: 121) == [1])
    }

    @Test func `lets a delivery wait for one that only the store knows`() {
        var queue = DeliveryQueue()
        var later = delivery(2)
        later.followsOthers = true
        queue.add(later, at: moment(0))
        #expect(queue.next(at: moment(0)) == .init(start: [], wakeAt: moment(60)))
        // The earlier one is settled meanwhile.
        later.followsOthers = false
        queue.add(later, at: moment(5))
        #expect(start(&queue, at: 5) == [2])
        #expect(queue.count == 1)
    }

    @Test func `keeps no alarms of deliveries that are gone`() {
        var queue = DeliveryQueue()
        for round in 0..<100 as Range<Int64> {
            for id in 0..<50 as Range<Int64> {
                queue.add(delivery(round * 50 + id, session: id, due: 1_000_000), at: moment(0))
            }
            queue.remove(WebhookEndpointID(1))
            #expect(queue.alarms.count <= 200)
        }
        #expect(queue.next(at: moment(0)) == .init(start: [], wakeAt: nil))
        #expect(queue.alarms.count == 0 && queue.laneCount == 0 && queue.endpoints.isEmpty)
    }
}
