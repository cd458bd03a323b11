import Wire

/// The deliveries of one session to one endpoint, in the order of the events. One at a time is sent.
///
/// A delivery waits until those before it are settled, but not longer than its patience lasts: otherwise a shop that
/// fails at one event would not hear of the session's end for three days.
struct DeliveryLane {
    private struct Place {
        var delivery: QueuedDelivery
        /// From this moment on the delivery does not wait for those before it.
        let patienceEndsAt: Timestamp
    }

    /// Where the queue expects to find the lane.
    enum Announcement: Equatable {
        case none
        /// The queue looks again at this moment.
        case alarm(Timestamp)
        /// The lane has its place among those of the endpoint that can send.
        case ready
    }

    /// All that the queue holds, those in flight included.
    private var places: [Place] = []
    /// Those in flight. There are two only if an endpoint was disabled and enabled again meanwhile.
    private var inFlight: [Int64] = []
    var announcement = Announcement.none

    var count: Int { places.count }

    /// Whether the first delivery waits for others that are not here.
    var followsOthers: Bool { places.first?.delivery.followsOthers ?? false }

    /// Puts a delivery in its place; false if it was there. It then gets its new time, but not more patience.
    mutating func insert(_ delivery: QueuedDelivery, patienceEndsAt: Timestamp, isInFlight: Bool = false) -> Bool {
        if let index = index(of: delivery.id) {
            places[index].delivery = delivery
            return false
        }
        // Nearly all deliveries come in order, so the place is searched from the end.
        let index = places.lastIndex { $0.delivery.isBefore(delivery) }.map { $0 + 1 } ?? 0
        places.insert(Place(delivery: delivery, patienceEndsAt: patienceEndsAt), at: index)
        if isInFlight { inFlight.append(delivery.id) }
        return true
    }

    /// When the next delivery can be sent; nil while one is in flight, and for an empty lane.
    var readyAt: Timestamp? {
        inFlight.isEmpty ? places.indices.map(readyAt).min() : nil
    }

    private func readyAt(_ index: Int) -> Timestamp {
        let place = places[index]
        let waits = index > 0 || place.delivery.followsOthers
        return waits ? max(place.delivery.dueAt, place.patienceEndsAt) : place.delivery.dueAt
    }

    /// The first delivery that can be sent now, which is then in flight.
    mutating func start(at now: Timestamp) -> QueuedDelivery? {
        guard inFlight.isEmpty, let index = places.indices.first(where: { readyAt($0) <= now }) else { return nil }
        inFlight.append(places[index].delivery.id)
        return places[index].delivery
    }

    /// Ends the flight of a delivery, which stays and is due again.
    mutating func finish(_ id: Int64, dueAgainAt moment: Timestamp) {
        inFlight.removeAll { $0 == id }
        if let index = index(of: id) { places[index].delivery.dueAt = moment }
    }

    /// Ends the flight of a delivery, which leaves the lane; false if it was not there.
    ///
    /// - Parameter isSettled: if not, the later ones go on waiting for it, although it is not here.
    mutating func remove(_ id: Int64, isSettled: Bool) -> Bool {
        inFlight.removeAll { $0 == id }
        guard let index = index(of: id) else { return false }
        places.remove(at: index)
        if !isSettled { for later in places.indices.dropFirst(index) { places[later].delivery.followsOthers = true } }
        return true
    }

    private func index(of id: Int64) -> Int? {
        places.firstIndex { $0.delivery.id == id }
    }
}
