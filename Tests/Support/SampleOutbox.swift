package import Checkout
import Wire

/// An outbox for tests. An endpoint's types are words of kinds, such as `completed`, and each event has one message in
/// each format, or two in ``pairFormat``.
package struct SampleOutbox: EventOutbox {
    /// The format in which an event has two messages.
    package static let pairFormat: Int64 = 2
    /// The words of all kinds of events.
    package static let allTypes = SessionEvent.Kind.allCases.map { "\($0.word)" }

    package let observed: EventKinds
    private let onEvent: @Sendable (OutboxEvent, CheckoutSession?) -> Void

    /// - Parameters:
    ///   - observed: the kinds of events that it gets without endpoints.
    ///   - onEvent: called with each event that it gets, and its session.
    package init(
        observed: EventKinds = [], onEvent: @escaping @Sendable (OutboxEvent, CheckoutSession?) -> Void = { _, _ in }
    ) {
        self.observed = observed
        self.onEvent = onEvent
    }

    package func kinds(format: Int64, types: [String]) -> EventKinds {
        var kinds: EventKinds = []
        for kind in SessionEvent.Kind.allCases where types.contains("\(kind.word)") { kinds.insert(EventKinds(kind)) }
        return kinds
    }

    package func deliveries(
        of event: OutboxEvent, to subscribers: [WebhookSubscriber], session: () -> CheckoutSession?
    ) -> [NewDelivery] {
        let session = session()
        onEvent(event, session)
        return subscribers.flatMap { subscriber in
            (0..<(subscriber.format == Self.pairFormat ? 2 : 1)).map { ordinal in
                NewDelivery(
                    endpoint: subscriber.endpoint, ordinal: ordinal,
                    eventID: Self.eventID(event.session, event.event.sequence, ordinal),
                    type: "\(event.event.event.kind.word)",
                    format: subscriber.format,
                    body: Self.body(
                        of: event.event, event.before, session, format: subscriber.format, ordinal: ordinal))
            }
        }
    }

    /// The id of a message.
    package static func eventID(_ id: SessionID, _ sequence: Int64, _ ordinal: Int64 = 0) -> String {
        "evt_\(id.key)_\(sequence)_\(ordinal)"
    }

    /// The body of a message. The session is nil if it is damaged.
    package static func body(
        of event: SessionEvent, _ before: Status, _ session: CheckoutSession?, format: Int64, ordinal: Int64 = 0
    ) -> [UInt8] {
        let status = session.map { "\($0.status)" } ?? "damaged"
        return Array(
            """
            {"kind":"\(event.event.kind.word)","sequence":\(event.sequence),"at":\(event.event.at.microseconds),\
            "before":"\(before)","status":"\(status)","format":\(format),"ordinal":\(ordinal)}
            """.utf8)
    }
}
