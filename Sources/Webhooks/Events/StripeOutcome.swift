import Checkout

/// What became of a session, in Stripe's two words for it.
struct StripeOutcome: Equatable {
    let status: String
    let paymentStatus: String

    /// - Parameters:
    ///   - type: the type of the event that tells it.
    ///   - kind: what happened to the session.
    init(of type: WebhookEventType, kind: SessionEvent.Kind?, _ session: CheckoutSession) {
        // Nothing leaves Stripe's `complete`, so a payment that failed later is a complete session without a payment.
        status = type == .expired ? "expired" : "complete"
        paymentStatus =
            if session.mode == .setup || session.amount == 0 {
                "no_payment_required"
            } else if kind == .completed {
                "paid"
            } else {
                "unpaid"
            }
    }
}
