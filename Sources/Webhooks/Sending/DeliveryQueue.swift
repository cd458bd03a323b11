package import Wire

/// Decides which deliveries are sent next. It has no clock, no thread and no connection: its owner says what happens
/// and gets told what to start.
///
/// - Deliveries of one session to one endpoint go in order, one at a time.
/// - Endpoints take turns, and each has few deliveries in flight, so that an endpoint that hangs delays no other.
/// - All endpoints together have a bounded number in flight.
///
/// It holds deliveries that are due, or will be soon. One whose next attempt is much later is forgotten, so that a shop
/// that is away for days does not fill the memory; its owner adds it again when it is due.
package struct DeliveryQueue: Sendable {
    /// The bounds of a queue.
    package struct Limits: Sendable, Equatable {
        /// Deliveries in flight over all.
        package var inFlightMax: Int
        /// Deliveries in flight to endpoints whose last attempt failed, so that many endpoints that hang leave room for
        /// those that work.
        package var inFlightToFailingMax: Int
        /// Deliveries in flight to the endpoints of one host, without those that it has taken, so that a host with many
        /// endpoints leaves room for others.
        package var inFlightPerHostMax: Int
        /// Deliveries in flight to one endpoint, without those that it has taken.
        package var inFlightPerEndpointMax: Int
        /// After so many failures in a row an endpoint rests after each further one. Otherwise one that fails at once,
        /// such as a name without an address, would make the gateway run through all its deliveries without a pause.
        package var failuresBeforeRest: Int
        /// How many seconds such a rest lasts.
        package var restSeconds: Int64
        /// How many seconds a delivery waits for those before it, counted from when it was added.
        package var patienceSeconds: Int64
        /// The longest wait for another attempt, in seconds, for which a delivery stays in the queue.
        package var heldSeconds: Int64

        package init(
            inFlightMax: Int = 64, inFlightToFailingMax: Int = 48, inFlightPerHostMax: Int = 32,
            inFlightPerEndpointMax: Int = 4,
            failuresBeforeRest: Int = 10, restSeconds: Int64 = 1, patienceSeconds: Int64 = 60, heldSeconds: Int64 = 60
        ) {
            self.failuresBeforeRest = failuresBeforeRest
            self.restSeconds = restSeconds
            self.inFlightToFailingMax = inFlightToFailingMax
            self.inFlightMax = inFlightMax
            self.inFlightPerHostMax = inFlightPerHostMax
            self.inFlightPerEndpointMax = inFlightPerEndpointMax
            self.patienceSeconds = patienceSeconds
            self.heldSeconds = heldSeconds
        }
    }

    /// The deliveries to one endpoint.
    struct Endpoint {
        var lanes: [QueuedDelivery.LaneKey: DeliveryLane] = [:]
        /// The lanes that can send, in the order in which they became ready.
        var ready = FIFO<QueuedDelivery.LaneKey>()
        var host: String?
        var inFlight = 0
        /// The deliveries in all lanes.
        var count = 0
        /// How many attempts have failed since the last one that did not.
        var failuresInRow = 0
        /// Until this moment no attempt is started; nil if the endpoint does not rest.
        var restsUntil: Timestamp?
        /// Whether the endpoint waits for its turn.
        var isInTurn = false

        /// Whether the last attempt failed.
        var isFailing: Bool { failuresInRow > 0 }

        /// Whether the endpoint rests at a moment, so that no attempt is started. A success ends a rest.
        func rests(at now: Timestamp) -> Bool {
            isFailing && restsUntil.map { now < $0 } ?? false
        }
    }

    /// An attempt that was started and has not ended.
    private struct Flight {
        let endpoint: WebhookEndpointID
        let lane: QueuedDelivery.LaneKey
        let host: String?
        /// Whether the endpoint's last attempt had failed when this one was started.
        let isToFailing: Bool
        /// Whether its endpoint was removed, so that it is not sent again.
        var isDropped = false
        /// See ``DeliveryQueue/taken(_:at:)``.
        var isTaken = false
    }

    /// A moment at which a lane may become ready.
    struct Alarm: Equatable {
        let endpoint: WebhookEndpointID
        let lane: QueuedDelivery.LaneKey
    }

    let limits: Limits
    var endpoints: [WebhookEndpointID: Endpoint] = [:]
    /// The endpoints that can send, in the order of their turns.
    var turns = FIFO<WebhookEndpointID>()
    /// The failing endpoints whose turn came when the most attempts to failing ones were in flight.
    var postponed = FIFO<WebhookEndpointID>()
    /// The endpoints whose turn came when their host had the most attempts in flight.
    var waitingForHost: [String: FIFO<WebhookEndpointID>] = [:]
    var inFlightToHost: [String: Int] = [:]
    var alarms = MomentHeap<Alarm>()
    /// The ends of rests, one for each endpoint that rests.
    var rests = MomentHeap<WebhookEndpointID>()
    var laneCount = 0
    private var flights: [Int64: Flight] = [:]
    /// How many attempts to failing endpoints are in flight.
    private(set) var inFlightToFailingCount = 0
    /// How many deliveries the queue holds.
    package private(set) var count = 0

    package init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// How many deliveries to an endpoint the queue holds.
    package func count(of endpoint: WebhookEndpointID) -> Int {
        endpoints[endpoint]?.count ?? 0
    }

    /// Whether the next delivery of an event's session to an endpoint waits for others that only the store knows. They
    /// may be settled meanwhile.
    package func hasFollower(of event: WebhookEventID, to endpoint: WebhookEndpointID) -> Bool {
        endpoints[endpoint]?.lanes[QueuedDelivery.laneKey(of: event)]?.followsOthers ?? false
    }

    /// Whether an endpoint needs no further deliveries at present: it has the most in flight, or at least this many of
    /// its sessions have a delivery that can be sent as soon as the endpoint has its turn.
    package func isBusy(_ endpoint: WebhookEndpointID, ready count: Int) -> Bool {
        endpoints[endpoint].map { isBusy($0, ready: count) } ?? false
    }

    /// The endpoints that are busy, as ``isBusy(_:ready:)`` says.
    package func busyEndpoints(ready count: Int) -> Set<WebhookEndpointID> {
        Set(endpoints.lazy.filter { isBusy($0.value, ready: count) }.map(\.key))
    }

    private func isBusy(_ endpoint: Endpoint, ready count: Int) -> Bool {
        endpoint.inFlight >= limits.inFlightPerEndpointMax || endpoint.ready.count >= count
    }

    /// How many attempts are in flight, those to removed endpoints included, which still have their connections.
    package var inFlightCount: Int { flights.count }

    /// Adds a delivery, or changes when it is due. One in flight stays in flight.
    package mutating func add(_ delivery: QueuedDelivery, at now: Timestamp) {
        let key = delivery.laneKey
        // The flight of a delivery whose endpoint was removed and came back counts again.
        let isInFlight = flights[delivery.id]?.isDropped
        if isInFlight == false { return }
        flights[delivery.id]?.isDropped = false
        if endpoints[delivery.endpoint]?.lanes[key] == nil { laneCount += 1 }
        let patienceEndsAt = now.advanced(seconds: limits.patienceSeconds)
        let isNew = endpoints[delivery.endpoint, default: Endpoint()].lanes[key, default: DeliveryLane()].insert(
            delivery, patienceEndsAt: patienceEndsAt, isInFlight: isInFlight == true)
        endpoints[delivery.endpoint]?.host = delivery.host
        if isNew {
            count += 1
            endpoints[delivery.endpoint]?.count += 1
        }
        announce(key, of: delivery.endpoint, at: now)
    }

    /// Frees the place of an attempt whose delivery the endpoint has taken, so that the endpoint can have another
    /// attempt before the end of this one is on the disk. The attempt stays in flight until its end is reported: the
    /// next delivery of its session waits for that, and ``Limits/inFlightMax`` still counts it.
    package mutating func taken(_ id: Int64, at now: Timestamp) {
        guard let flight = flights[id], !flight.isTaken else { return }
        flights[id]?.isTaken = true
        leave(flight)
        takeTurn(flight.endpoint, at: now)
        forgetIfIdle(flight.endpoint)
    }

    /// Ends the attempt of a delivery. A step that disables the endpoint also removes it, see ``remove(_:)``.
    ///
    /// - Parameter isObstacle: whether the gateway itself could not make the attempt, which says nothing of the
    ///   endpoint.
    /// - Returns: whether the queue still holds the delivery. If it is to be sent again and is not held, its owner adds
    ///   it when it is due.
    @discardableResult
    package mutating func finished(_ id: Int64, _ next: NextStep, isObstacle: Bool = false, at now: Timestamp) -> Bool {
        guard let flight = flights.removeValue(forKey: id) else { return false }
        if !flight.isTaken { leave(flight) }
        note(next, of: flight, isObstacle: isObstacle, at: now)
        var isHeld = false
        if !flight.isDropped {
            isHeld = settle(id, flight, next, at: now)
            announce(flight.lane, of: flight.endpoint, at: now)
        }
        if case .disable = next { remove(flight.endpoint) }
        takeTurn(flight.endpoint, at: now)
        forgetIfIdle(flight.endpoint)
        return isHeld
    }

    /// Frees the places of an attempt at its endpoint and at its host.
    private mutating func leave(_ flight: Flight) {
        endpoints[flight.endpoint]?.inFlight -= 1
        guard let host = flight.host else { return }
        let count = inFlightToHost[host, default: 1] - 1
        inFlightToHost[host] = count > 0 ? count : nil
        var waiting = waitingForHost.removeValue(forKey: host) ?? FIFO()
        while let id = waiting.popFirst() { turns.append(id) }
    }

    /// Remembers whether the endpoint of an attempt fails, and lets failing endpoints have their turns again.
    private mutating func note(_ next: NextStep, of flight: Flight, isObstacle: Bool, at now: Timestamp) {
        if flight.isToFailing {
            inFlightToFailingCount -= 1
            while let id = postponed.popFirst() { turns.append(id) }
        }
        guard !isObstacle, var endpoint = endpoints[flight.endpoint] else { return }
        endpoint.failuresInRow = next == .delivered ? 0 : endpoint.failuresInRow + 1
        if endpoint.failuresInRow >= limits.failuresBeforeRest {
            let end = now.advanced(seconds: limits.restSeconds)
            if endpoint.restsUntil == nil { rests.insert(flight.endpoint, at: end) }
            endpoint.restsUntil = end
        }
        endpoints[flight.endpoint] = endpoint
    }

    /// Ends a rest, or lets it last until its later end.
    mutating func wake(_ id: WebhookEndpointID, at now: Timestamp) {
        guard let end = endpoints[id]?.restsUntil else { return }
        if end > now, endpoints[id]?.isFailing == true { return rests.insert(id, at: end) }
        endpoints[id]?.restsUntil = nil
        takeTurn(id, at: now)
    }

    /// Takes a delivery out of its lane and returns false, or lets it stay there until it is due again and returns
    /// true.
    private mutating func settle(_ id: Int64, _ flight: Flight, _ next: NextStep, at now: Timestamp) -> Bool {
        var isSettled = true
        if case .retry(let moment) = next {
            isSettled = false
            if moment <= now.advanced(seconds: limits.heldSeconds) {
                endpoints[flight.endpoint]?.lanes[flight.lane]?.finish(id, dueAgainAt: moment)
                return true
            }
        }
        if endpoints[flight.endpoint]?.lanes[flight.lane]?.remove(id, isSettled: isSettled) == true {
            count -= 1
            endpoints[flight.endpoint]?.count -= 1
        }
        return false
    }

    /// Drops all deliveries to an endpoint that was disabled or deleted. Attempts in flight go on, and their ends have
    /// to be reported, but they are not repeated.
    package mutating func remove(_ id: WebhookEndpointID) {
        guard let endpoint = endpoints[id] else { return }
        laneCount -= endpoint.lanes.count
        count -= endpoint.count
        endpoints[id]?.lanes = [:]
        endpoints[id]?.count = 0
        endpoints[id]?.ready = FIFO()
        for (delivery, flight) in flights where flight.endpoint == id { flights[delivery]?.isDropped = true }
        forgetIfIdle(id)
    }

    /// Records that an attempt starts.
    mutating func depart(_ delivery: QueuedDelivery) {
        let isToFailing = endpoints[delivery.endpoint]?.isFailing ?? false
        if isToFailing { inFlightToFailingCount += 1 }
        flights[delivery.id] = Flight(
            endpoint: delivery.endpoint, lane: delivery.laneKey, host: delivery.host, isToFailing: isToFailing)
        if let host = delivery.host { inFlightToHost[host, default: 0] += 1 }
        endpoints[delivery.endpoint]?.inFlight += 1
    }

    /// Frees the memory of an endpoint to which nothing is to be sent.
    mutating func forgetIfIdle(_ id: WebhookEndpointID) {
        guard let endpoint = endpoints[id], endpoint.lanes.isEmpty, endpoint.inFlight == 0, !endpoint.isInTurn else {
            return
        }
        endpoints[id] = nil
    }
}
