import Checkout
import Gateway
import Outbound
import Webhooks
import Wire

/// Sends events to a URL as the gateway would send them to an endpoint, once and in order.
struct EventForwarder {
    /// Nil: nothing is sent.
    let target: TargetURL?
    let secret: WebhookSecret
    let room: Room

    /// Sends an event, and waits for the answer.
    ///
    /// - Parameter now: the real time, which is signed.
    func forward(_ event: HeardEvent, at now: Timestamp) -> ForwardOutcome {
        guard let target else { return .none }
        guard let id = WebhookEventID(event.id) else { return .failed("the gateway's event has no id.") }
        let fields = WebhookSignature.fields(
            of: event.body, event: id, at: now, LiveSecrets(secret), hmac: MessageAuthenticator.code)
        let call: OutgoingCall
        do throws(OutgoingCall.Fault) {
            call = try OutgoingCall(
                .post, target, fields: [HeaderField(name: "Content-Type", value: "application/json")] + fields,
                body: event.body)
        } catch {
            return .failed("the request cannot be written: \(error)")
        }
        switch GatewayClient.outcome(of: call, in: room) {
        case .answered(let answer):
            return .answered(status: answer.status, milliseconds: answer.times.ended / 1_000)
        case .failed(let failure):
            return .failed(failure.reason)
        }
    }

    /// The secret for a credential: the same at each start, so that a shop's handler needs it once.
    static func secret(for key: String) -> WebhookSecret {
        let code = MessageAuthenticator.code(
            under: Array(key.utf8), of: Array("signing secret of checkout-gateway listen".utf8).span)
        guard let secret = WebhookSecret(kept: code.bytes) else {
            preconditionFailure("A code of SHA-256 is as long as a secret may be.")
        }
        return secret
    }
}
