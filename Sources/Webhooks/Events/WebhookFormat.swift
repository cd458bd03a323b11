/// The form of the bodies that an endpoint gets.
package enum WebhookFormat: Int64, Sendable, CaseIterable {
    /// The normalized session, and the provider's own view of it.
    case gateway = 0
    /// Stripe's event with a Checkout Session, as the shops of Billing and Userdocks know it.
    case stripe = 1

    /// The word in requests, in settings and on the command line.
    package var word: String {
        switch self {
        case .gateway: "gateway"
        case .stripe: "stripe"
        }
    }

    /// The words of all formats, for sentences: `gateway or stripe`.
    package static var words: String { allCases.map(\.word).joined(separator: " or ") }

    /// The format with this word; nil for an unknown word.
    package init?(word: String) {
        guard let format = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = format
    }

    /// The types of the events that an endpoint of this format can get, in the order in which they are listed.
    package var types: [WebhookEventType] {
        switch self {
        case .gateway: [.created, .opened, .processing, .paymentFailed, .completed, .expired, .cancelled, .ping]
        case .stripe: [.completed, .expired, .asyncPaymentSucceeded, .asyncPaymentFailed, .ping]
        }
    }
}
