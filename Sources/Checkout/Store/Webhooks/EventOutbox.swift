/// Turns events of timelines into deliveries. The store asks it while it writes an event, and writes the deliveries in
/// the same transaction: both are committed, or neither is.
///
/// The store calls it on the thread that writes, one call at a time. The functions must not block, and must not use the
/// store.
package protocol EventOutbox: Sendable {
    /// The kinds of events from which ``deliveries(of:to:session:)`` may make deliveries to an endpoint with
    /// this format and these types. The store asks once for each change of an endpoint, and remembers the answer, so
    /// that an event without subscribers costs one look into the memory.
    func kinds(format: Int64, types: [String]) -> EventKinds

    /// The kinds of events for which the store has to call ``deliveries(of:to:session:)`` even if no endpoint wants
    /// them. The store asks at each event, so the answer has to be cheap: one look into the memory.
    var observed: EventKinds { get }

    /// The deliveries to write for an event.
    ///
    /// - Parameters:
    ///   - event: the event, with its place.
    ///   - subscribers: the endpoints of the account that want the kind of the event, oldest first; none if it is only
    ///     observed. The store keeps the deliveries of a disabled one as skipped.
    ///   - session: reads the session as it is after the change; nil if its row is damaged.
    func deliveries(
        of event: OutboxEvent, to subscribers: [WebhookSubscriber], session: () -> CheckoutSession?
    ) -> [NewDelivery]
}

/// An event of a timeline, as the outbox gets it.
package struct OutboxEvent: Sendable {
    /// The event, as the timeline has it.
    package let event: SessionEvent
    package let session: SessionID
    package let account: AccountID
    /// The session's status before the event, as the timeline says it; `open` for the creation.
    package let before: Status

    package init(_ event: SessionEvent, in session: SessionID, of account: AccountID, before: Status) {
        self.event = event
        self.session = session
        self.account = account
        self.before = before
    }
}

/// What the outbox knows about an endpoint.
package struct WebhookSubscriber: Sendable, Equatable {
    /// As ``WebhookEndpointRecord/id``.
    package let endpoint: Int64
    package let format: Int64
    package let types: [String]

    package init(endpoint: Int64, format: Int64, types: [String]) {
        self.endpoint = endpoint
        self.format = format
        self.types = types
    }
}

/// A delivery to be written.
package struct NewDelivery: Sendable, Equatable {
    /// As ``WebhookEndpointRecord/id``.
    package var endpoint: Int64
    /// Distinguishes the messages of one event, from 0.
    package var ordinal: Int64
    package var eventID: String
    package var type: String
    package var format: Int64
    /// A JSON text, which every attempt sends. It is kept once for all deliveries of one event with the same ordinal
    /// and format, so it has to be equal in all of them.
    package var body: [UInt8]

    package init(endpoint: Int64, ordinal: Int64 = 0, eventID: String, type: String, format: Int64, body: [UInt8]) {
        self.endpoint = endpoint
        self.ordinal = ordinal
        self.eventID = eventID
        self.type = type
        self.format = format
        self.body = body
    }
}

/// A set of kinds of events, in one number.
package struct EventKinds: OptionSet, Sendable {
    /// Every kind.
    package static let all = SessionEvent.Kind.allCases.reduce(into: EventKinds()) { $0.insert(EventKinds($1)) }

    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The set with this kind alone.
    package init(_ kind: SessionEvent.Kind) {
        self.init(rawValue: 1 << UInt16(kind.rawValue))
    }
}
