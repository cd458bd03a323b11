import Checkout
import Wire

extension CheckoutSession {
    /// The session that a draft would become, with an id and a number that no stored session has; numbers in the store
    /// begin at 1. A provider's answer to it has the form, the status and the times of a real one, but its links open
    /// no page.
    static func placeholder(of draft: Draft, for provider: ProviderName, at now: Timestamp) -> CheckoutSession {
        CheckoutSession(
            id: SessionID(key: 0, tail: 0), number: 0, provider: provider, account: AccountID(0), isLive: false,
            status: .open, draft: draft, createdAt: now)
    }
}
