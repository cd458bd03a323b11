import Testing
import Wire

@testable import Webhooks

/// A queue in random use beside a plain model of it. After each step, what the queue starts is compared with what the
/// model allows and requires.
struct QueueWalk {
    private struct Entry {
        var delivery: QueuedDelivery
        let addedAt: Int64
        var isInFlight = false
        var isTaken = false
    }

    private let limits: DeliveryQueue.Limits
    private var queue: DeliveryQueue
    /// All that are not settled, by their ids.
    private var entries: [Int64: Entry] = [:]
    /// Those that the queue has forgotten until they are due.
    private var asleep: [Int64: Entry] = [:]
    /// Flights whose endpoint was removed.
    private var dropped: [Int64: (endpoint: Int64, isTaken: Bool)] = [:]
    private var lastID: Int64 = 0
    private var random: UInt64
    private var now: Int64 = 0
    /// When the queue wants to be asked again.
    private var wakeAt: Timestamp?
    private(set) var started = 0

    /// The model knows no rests of endpoints, so the queue has none.
    init(seed: UInt64, _ limits: DeliveryQueue.Limits) {
        var limits = limits
        limits.failuresBeforeRest = .max
        self.limits = limits
        queue = DeliveryQueue(limits)
        random = seed
    }

    private mutating func below(_ bound: Int64) -> Int64 {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(random >> 33) % bound
    }

    mutating func step() {
        switch below(10) {
        case 0...3: add()
        case 4, 5: finish()
        case 6: take()
        case 7, 8: now += below(30)
        default: if below(20) == 0 { remove(below(6)) } else { now += below(200) }
        }
        settleRound()
    }

    /// Ends every flight with a success and lets time pass, until nothing is left.
    mutating func drain() {
        for _ in 0..<2_000 where !(entries.isEmpty && asleep.isEmpty && dropped.isEmpty) {
            if let id = anyInFlight() {
                end(id, .delivered)
            } else if let next = (asleep.values.map(\.delivery.dueAt) + [wakeAt].compactMap(\.self)).min() {
                now = max(now, seconds(next))
            }
            settleRound()
        }
        #expect(entries.isEmpty && asleep.isEmpty, "Nothing is lost.")
        #expect(queue.count == 0 && queue.inFlightCount == 0 && queue.endpoints.isEmpty && queue.laneCount == 0)
    }

    private func seconds(_ time: Timestamp) -> Int64 {
        (time.microseconds - moment(0).microseconds) / 1_000_000
    }

    private mutating func add() {
        lastID += 1
        var delivery = QueuedDelivery(
            id: lastID, endpoint: WebhookEndpointID(below(6)),
            event: WebhookEventID(session: below(4), sequence: below(1_000), format: .gateway),
            dueAt: moment(now + (below(2) == 0 ? 0 : below(100))))
        delivery.followsOthers = hasEarlier(delivery)
        entries[lastID] = Entry(delivery: delivery, addedAt: now)
        queue.add(delivery, at: moment(now))
    }

    /// What the store says: whether an earlier one is not settled.
    private func hasEarlier(_ delivery: QueuedDelivery) -> Bool {
        (Array(entries.values) + asleep.values).contains { Self.isBefore($0.delivery, delivery) }
    }

    private static func isBefore(_ earlier: QueuedDelivery, _ delivery: QueuedDelivery) -> Bool {
        earlier.endpoint == delivery.endpoint && earlier.laneKey == delivery.laneKey && earlier.isBefore(delivery)
    }

    /// Adds again what the queue has forgotten and is due.
    private mutating func wake() {
        for (id, entry) in asleep.sorted(by: { $0.key < $1.key }) where entry.delivery.dueAt <= moment(now) {
            var delivery = entry.delivery
            delivery.followsOthers = hasEarlier(delivery)
            asleep[id] = nil
            entries[id] = Entry(delivery: delivery, addedAt: now)
            queue.add(delivery, at: moment(now))
        }
    }

    private mutating func finish() {
        guard let id = anyInFlight() else { return }
        switch below(3) {
        case 0: end(id, .delivered)
        case 1: end(id, .failed)
        default: end(id, .retry(at: moment(now + 1 + below(300))))
        }
    }

    /// An endpoint takes a delivery, and the end of the attempt is not reported yet.
    private mutating func take() {
        guard let id = entries.filter({ $0.value.isInFlight && !$0.value.isTaken }).map(\.key).min() else { return }
        for _ in 0..<2 { queue.taken(id, at: moment(now)) }
        entries[id]?.isTaken = true
    }

    private mutating func end(_ id: Int64, _ step: NextStep) {
        let isHeld = queue.finished(id, step, at: moment(now))
        dropped[id] = nil
        guard var entry = entries[id], case .retry(let at) = step else {
            entries[id] = nil
            return #expect(!isHeld)
        }
        (entry.isInFlight, entry.isTaken) = (false, false)
        entry.delivery.dueAt = at
        #expect(isHeld == (at <= moment(now + limits.heldSeconds)))
        entries[id] = isHeld ? entry : nil
        guard !isHeld else { return }
        asleep[id] = entry
        for (later, other) in entries where Self.isBefore(entry.delivery, other.delivery) {
            entries[later]?.delivery.followsOthers = true
        }
    }

    private mutating func remove(_ endpoint: Int64) {
        queue.remove(WebhookEndpointID(endpoint))
        for (id, entry) in entries where entry.delivery.endpoint.value == endpoint {
            if entry.isInFlight { dropped[id] = (endpoint, entry.isTaken) }
            entries[id] = nil
        }
        asleep = asleep.filter { $0.value.delivery.endpoint.value != endpoint }
    }

    private func anyInFlight() -> Int64? {
        (entries.filter(\.value.isInFlight).map(\.key) + dropped.keys).min()
    }

    private var inFlight: Int { entries.values.count(where: \.isInFlight) + dropped.count }

    private func inFlight(to endpoint: Int64) -> Int {
        entries.values.count { $0.isInFlight && !$0.isTaken && $0.delivery.endpoint.value == endpoint }
            + dropped.values.count { $0.endpoint == endpoint && !$0.isTaken }
    }

    private func hasRoom(_ endpoint: Int64) -> Bool {
        inFlight < limits.inFlightMax && inFlight(to: endpoint) < limits.inFlightPerEndpointMax
    }

    /// The moment from which a delivery may start, by the rules alone; nil while another one of its lane is in flight.
    private func readyAt(_ entry: Entry) -> Int64? {
        let lane = entries.values.filter {
            $0.delivery.endpoint == entry.delivery.endpoint && $0.delivery.laneKey == entry.delivery.laneKey
        }
        guard !lane.contains(where: \.isInFlight) else { return nil }
        let due = seconds(entry.delivery.dueAt)
        let waits = entry.delivery.followsOthers || lane.contains { $0.delivery.isBefore(entry.delivery) }
        return !waits ? due : max(due, entry.addedAt + limits.patienceSeconds)
    }

    private func mayStart(_ entry: Entry) -> Bool {
        guard !entry.isInFlight, let readyAt = readyAt(entry) else { return false }
        return readyAt <= now
    }

    private mutating func settleRound() {
        wake()
        let round = queue.next(at: moment(now))
        for delivery in round.start {
            guard let entry = entries[delivery.id] else {
                Issue.record("Delivery \(delivery.id) is not known.")
                continue
            }
            #expect(entry.delivery == delivery)
            #expect(mayStart(entry), "Delivery \(delivery.id) may start.")
            let earlier = entries.values.filter { Self.isBefore($0.delivery, delivery) }
            #expect(!earlier.contains(where: mayStart), "Delivery \(delivery.id) is the first that may start.")
            entries[delivery.id]?.isInFlight = true
            started += 1
        }
        wakeAt = round.wakeAt
        checkRest()
    }

    private func checkRest() {
        #expect(inFlight <= limits.inFlightMax && queue.inFlightCount == inFlight && queue.count == entries.count)
        for endpoint in 0..<6 as Range<Int64> {
            #expect(inFlight(to: endpoint) <= limits.inFlightPerEndpointMax)
            let waits = entries.values.contains { $0.delivery.endpoint.value == endpoint && mayStart($0) }
            #expect(!(hasRoom(endpoint) && waits), "Nothing waits while there is room.")
        }
        // Where there is no room, the queue looks again when an attempt ends.
        let later = entries.values.filter { !$0.isInFlight && hasRoom($0.delivery.endpoint.value) }.compactMap(readyAt)
            .filter { $0 > now }
        // A lane that can send already is looked at again when an attempt ends.
        let lanesThatCanSend = entries.values.filter(mayStart).map(\.delivery.laneKey)
        if let first = later.min(), lanesThatCanSend.isEmpty {
            #expect(wakeAt.map { $0 <= moment(first) } == true, "The queue is asked in time.")
        }
        if let wakeAt { #expect(wakeAt > moment(now)) }
    }
}

@Suite struct `A queue in random use` {
    @Test(arguments: [
        DeliveryQueue.Limits(), DeliveryQueue.Limits(inFlightMax: 3, inFlightPerEndpointMax: 1),
        DeliveryQueue.Limits(inFlightMax: 7, inFlightPerEndpointMax: 3, patienceSeconds: 20, heldSeconds: 1_000),
    ])
    func `keeps its bounds and the order, wastes no room and loses nothing`(_ limits: DeliveryQueue.Limits) {
        for seed in 1...10 as ClosedRange<UInt64> {
            var walk = QueueWalk(seed: seed, limits)
            for _ in 0..<300 { walk.step() }
            walk.drain()
            #expect(walk.started > 50)
        }
    }
}
