package import Wire

/// One event for one endpoint, as far as its turn is concerned.
package struct QueuedDelivery: Sendable, Equatable {
    /// Its number in the store.
    package let id: Int64
    package let endpoint: WebhookEndpointID
    package let event: WebhookEventID
    /// Where the endpoint is: deliveries to all endpoints of one host share a bound. Nil: they do not.
    package let host: String?
    /// When its next attempt is due.
    package var dueAt: Timestamp
    /// Whether the store has an earlier delivery of the same session to the same endpoint that is not settled. The
    /// queue may not hold it, because it is due much later.
    package var followsOthers: Bool

    package init(
        id: Int64, endpoint: WebhookEndpointID, event: WebhookEventID, host: String? = nil, dueAt: Timestamp,
        followsOthers: Bool = false
    ) {
        self.id = id
        self.endpoint = endpoint
        self.event = event
        self.host = host
        self.dueAt = dueAt
        self.followsOthers = followsOthers
    }

    /// The deliveries that have to arrive in order: those of one session to one endpoint.
    struct LaneKey: Hashable {
        let key: Int64
        /// The number of a ping may be the key of a session.
        let isPing: Bool
    }

    var laneKey: LaneKey { Self.laneKey(of: event) }

    static func laneKey(of event: WebhookEventID) -> LaneKey { LaneKey(key: event.key, isPing: event.isPing) }

    /// Whether it is before another one of its lane.
    func isBefore(_ other: QueuedDelivery) -> Bool {
        (event.sequence, event.ordinal, id) < (other.event.sequence, other.event.ordinal, other.id)
    }
}
