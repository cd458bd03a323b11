package import Checkout
package import Wire

/// `sessions/{id}/timeline`.
package enum TimelineResource {
    /// The most deliveries that a timeline shows.
    package static let toldMax = 100

    @Sendable static func show(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        return try call.withSession { session, call in
            call.afterReading(.timeline(session.id)) { timeline, call in
                call.afterReading(.webhook(.told(session.id, limit: toldMax))) { found, call in
                    call.show(
                        text(
                            session, timeline.timeline ?? [], told: found.webhook.told, at: call.now,
                            call.services.mask))
                }
            }
        }
    }

    /// The events, with an expiry that was not recorded yet.
    package static func all(_ events: [SessionEvent], of session: CheckoutSession, at now: Timestamp) -> [SessionEvent]
    {
        guard session.status(at: now) == .expired, let expiresAt = session.expiresAt, let last = events.last,
            !events.contains(where: { $0.event.kind == .expired })
        else { return events }
        let event = NewEvent(.expired, by: .gateway, at: max(expiresAt, last.event.at))
        return events + [SessionEvent(sequence: last.sequence + 1, event)]
    }

    /// One object with the events in their order, and with the deliveries of webhooks about them. The first event has
    /// the request, masked by ``MaskedRequest``.
    static func text(
        _ session: CheckoutSession, _ events: [SessionEvent], told: [ToldDelivery] = [], at now: Timestamp, _ mask: Mask
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.member("session", UUIDText.encode(session.id.bits))
            json.array("events") { json in
                for event in all(events, of: session, at: now) { write(event, of: session, mask, to: &json) }
            }
            json.array("webhooks") { json in for delivery in told { DeliveryDocument.write(delivery, to: &json) } }
        }
    }

    private static func write(
        _ line: SessionEvent, of session: CheckoutSession, _ mask: Mask, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("sequence", line.sequence)
            json.member("at", line.event.at.rfc3339(.microsecondsOrNone))
            json.member("kind", "\(line.event.kind.word)")
            json.member("actor", "\(line.event.actor.word)")
            json.name("detail")
            if let detail = detail(of: line, in: session, mask) { json.value(detail) } else { json.null() }
        }
    }

    /// The details of an event as JSON in one line; nil if it has none. The details of a creation are its request.
    package static func detail(of line: SessionEvent, in session: CheckoutSession, _ mask: Mask) -> JSONText? {
        guard line.event.kind == .created else { return line.event.detail }
        return JSONText { json in
            json.member("provider", session.provider.text)
            json.name("request")
            json.string(utf8: MaskedRequest.text(of: session.fields.document, mask))
            UnfollowedURLs.write(of: session.draft.value, to: &json)
        }
    }
}
