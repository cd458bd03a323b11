package import Checkout

/// What an event tells a shop.
package enum WebhookEventType: Int64, Sendable, CaseIterable {
    case created = 0
    /// The page was shown.
    case opened = 1
    case processing = 2
    /// A payment failed, and the session continues.
    case paymentFailed = 3
    /// For the format ``WebhookFormat/stripe``: the customer has done all, but the money may still be on its way.
    case completed = 4
    case expired = 5
    case cancelled = 6
    /// Stripe's word for a payment that arrived after `completed` was told.
    case asyncPaymentSucceeded = 7
    /// Stripe's word for a payment that did not arrive after `completed` was told.
    case asyncPaymentFailed = 8
    /// A test of an endpoint, which belongs to no session.
    case ping = 9

    /// The type's word in bodies and subscriptions.
    package var word: String {
        switch self {
        case .created: "checkout.session.created"
        case .opened: "checkout.session.opened"
        case .processing: "checkout.session.processing"
        case .paymentFailed: "checkout.session.payment_failed"
        case .completed: "checkout.session.completed"
        case .expired: "checkout.session.expired"
        case .cancelled: "checkout.session.cancelled"
        case .asyncPaymentSucceeded: "checkout.session.async_payment_succeeded"
        case .asyncPaymentFailed: "checkout.session.async_payment_failed"
        case .ping: "webhook.ping"
        }
    }

    /// The type with this word; nil for an unknown word.
    package init?(word: String) {
        guard let type = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = type
    }
}

extension WebhookFormat {
    /// What is told about an event of a session's timeline; nil if nothing is.
    ///
    /// - Parameters:
    ///   - kind: what happened.
    ///   - before: the session's status before the event.
    package func type(of kind: SessionEvent.Kind, before: Status) -> WebhookEventType? {
        switch self {
        case .gateway: Self.gatewayType(of: kind)
        case .stripe: Self.stripeType(of: kind, before: before)
        }
    }

    private static func gatewayType(of kind: SessionEvent.Kind) -> WebhookEventType? {
        switch kind {
        case .created: .created
        case .opened: .opened
        case .processing: .processing
        case .paymentFailed: .paymentFailed
        case .completed: .completed
        case .expired: .expired
        case .cancelled: .cancelled
        case .paymentAttempted, .replayed: nil
        }
    }

    /// Stripe completes a session as soon as the customer has done all, with `payment_status` `unpaid` while the money
    /// is on its way, and says later what became of the payment. It never completes or expires such a session again.
    /// So a payment in processing is told as `completed`, and its end as one of the two asynchronous types. A payment
    /// that fails at once leaves Stripe's session open, and nothing is told.
    private static func stripeType(of kind: SessionEvent.Kind, before: Status) -> WebhookEventType? {
        let wasProcessing = before == .processing
        switch kind {
        case .processing: return .completed
        case .completed: return wasProcessing ? .asyncPaymentSucceeded : .completed
        case .expired, .cancelled: return wasProcessing ? .asyncPaymentFailed : .expired
        case .paymentFailed: return wasProcessing ? .asyncPaymentFailed : nil
        case .created, .opened, .paymentAttempted, .replayed: return nil
        }
    }
}
