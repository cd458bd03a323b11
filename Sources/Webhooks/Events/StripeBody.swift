package import Checkout
import Wire

/// The body of an event in the format ``WebhookFormat/stripe``: Stripe's event object with a Checkout Session, which
/// Stripe's own libraries verify and decode.
package enum StripeBody {
    /// The version of Stripe's API that has these members.
    static let apiVersion = "2026-10-28.endive"

    /// The body of an event of a session. It is made once, when the event happens; every attempt sends these bytes.
    ///
    /// A body above ``BodyLimit/bytesMax`` leaves out the session's metadata, and `left_out`, which Stripe does not
    /// have, says so.
    ///
    /// - Parameters:
    ///   - session: the session. Its status is not read: the event says what became of it.
    ///   - links: make the id under which the session's page is known.
    package static func make(_ event: WebhookEvent, _ session: CheckoutSession, _ links: Links) -> [UInt8] {
        BodyLimit.bounded { isWhole in
            envelope(event, isLive: session.isLive, leavesOut: isWhole ? nil : "data.object.metadata") { json in
                let outcome = StripeOutcome(of: event.type, kind: event.kind, session)
                StripeSession.write(session, outcome, links, withMetadata: isWhole, to: &json)
            }
        }
    }

    /// The body of a ping. Stripe has no such event, so the object has no type of Stripe's either.
    package static func ping(_ event: WebhookEvent, isLive: Bool) -> [UInt8] {
        envelope(event, isLive: isLive, leavesOut: nil) { json in
            json.object { json in json.member("object", "webhook_ping") }
        }
    }

    private static func envelope(
        _ event: WebhookEvent, isLive: Bool, leavesOut member: String?, _ object: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.member("id", event.id.text)
            json.member("object", "event")
            json.member("api_version", apiVersion)
            json.member("created", StripeSession.seconds(event.at))
            json.object("data") { json in
                json.name("object")
                object(&json)
            }
            json.member("livemode", isLive)
            // The body is made before the first attempt, and each endpoint has its own.
            json.member("pending_webhooks", 1)
            // No call of Stripe's API caused the event.
            json.object("request") { json in json.nulls(["id", "idempotency_key"]) }
            json.member("type", event.type.word)
            if let member { json.array("left_out") { json in json.string(member) } }
        }
    }
}
