package import Checkout
package import Wire

/// HMAC-SHA256 (RFC 2104) of a message under a key.
package typealias HMACSHA256 = @Sendable (_ key: [UInt8], _ message: Span<UInt8>) -> Digest

/// The header fields that prove to a shop that a body comes from the gateway, for one attempt.
///
/// Both kinds are sent with every format, so that a shop may verify with a library for either: `webhook-id`,
/// `webhook-timestamp` and `webhook-signature` of Standard Webhooks 1.0.0, and `Stripe-Signature`.
package enum WebhookSignature {
    /// The four fields.
    ///
    /// - Parameters:
    ///   - body: the bytes that are sent.
    ///   - id: the id of the event.
    ///   - now: the real time of the attempt, in a sandbox too: a shop refuses a time that is more than five minutes
    ///     from its own.
    ///   - secrets: those of the endpoint.
    ///   - hmac: computes a code.
    package static func fields(
        of body: [UInt8], event id: WebhookEventID, at now: Timestamp, _ secrets: LiveSecrets, hmac: HMACSHA256
    ) -> [HeaderField] {
        fields(of: body, event: id.text, at: now, secrets, hmac: hmac)
    }

    /// The four fields for any id, also one that no ``WebhookEventID`` has, such as the ids in published test vectors.
    static func fields(
        of body: [UInt8], event id: String, at now: Timestamp, _ secrets: LiveSecrets, hmac: HMACSHA256
    ) -> [HeaderField] {
        let seconds = "\(Int(now.microseconds).flooredQuotientAndRemainder(dividingBy: 1_000_000).quotient)"
        // Standard Webhooks signs `id.seconds.body`. Stripe signs the rest of the same bytes, from the seconds on.
        var signed: [UInt8] = []
        signed.reserveCapacity(id.utf8.count + seconds.utf8.count + 2 + body.count)
        signed.append(utf8: "\(id).\(seconds).")
        signed += body
        let stripeStart = id.utf8.count + 1
        var standard: [String] = []
        var stripe = ["t=\(seconds)"]
        for secret in secrets.signing(at: now) {
            let code = hmac(secret.standardKey, signed.span)
            standard.append("v1,\(Base64.encode(code.bytes))")
            let stripeCode = hmac(secret.stripeKey, signed.span.extracting(stripeStart...))
            stripe.append("v1=\(Hex.string(stripeCode.bytes))")
        }
        return [
            HeaderField(name: "webhook-id", value: id),
            HeaderField(name: "webhook-timestamp", value: seconds),
            HeaderField(name: "webhook-signature", value: standard.joined(separator: " ")),
            HeaderField(name: "Stripe-Signature", value: stripe.joined(separator: ",")),
        ]
    }
}
