package import Checkout
package import Wire

/// An event to tell: which one, what it says, and when it happened.
package struct WebhookEvent: Sendable, Equatable {
    package let id: WebhookEventID
    package let type: WebhookEventType
    /// What happened to the session; nil for a ping.
    package let kind: SessionEvent.Kind?
    package let at: Timestamp

    /// A ping.
    ///
    /// - Parameter number: as for ``WebhookEventID/init(ping:)``.
    package init(ping number: Int64, at now: Timestamp) {
        id = WebhookEventID(ping: number)
        type = .ping
        kind = nil
        at = now
    }

    /// What the endpoints of a format get about an event of a session's timeline; nil if they get nothing.
    ///
    /// - Parameters:
    ///   - event: the event of the timeline.
    ///   - session: the session's id.
    ///   - before: the session's status before the event.
    package init?(_ event: SessionEvent, of session: SessionID, before: Status, in format: WebhookFormat) {
        guard let type = format.type(of: event.event.kind, before: before) else { return nil }
        id = WebhookEventID(session: session.key, sequence: event.sequence, format: format)
        self.type = type
        kind = event.event.kind
        at = event.event.at
    }
}
