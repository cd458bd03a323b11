import Checkout
import Webhooks

/// Which events a listener wants.
struct FeedFilter: Sendable {
    /// The form of the bodies.
    var format: WebhookFormat
    /// The types.
    var subscription: WebhookSubscription
    /// Nil for the events of all accounts.
    var account: AccountID?

    /// Whether the listener gets an event.
    func includes(_ entry: FeedRing.Entry) -> Bool {
        subscription.includes(entry.type) && (account == nil || account == entry.account)
    }
}

/// The events after a position, as many as one answer holds.
struct FeedPage: Sendable {
    var entries: [FeedRing.Entry] = []
    /// The position after which the next page begins.
    var next: Int64
    /// Whether events after the position were lost.
    var isLost = false

    /// Whether there is nothing to tell.
    var isEmpty: Bool { entries.isEmpty && !isLost }
}
