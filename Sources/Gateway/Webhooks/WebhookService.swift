import Checkout
import Outbound
import Webhooks
import Wire

/// What the gateway's own API knows of webhooks, and the way from there to the sender.
final class WebhookService: Sendable {
    /// Seals and opens signing secrets; nil if the settings give no key for that, so that no endpoint can be made.
    let vault: WebhookVault?
    /// Where events may be sent.
    let policy: AddressPolicy
    /// The machine's clock: signatures and secrets always have the real time, also in a sandbox whose clock is ahead.
    let realClock: any Clock
    private let news: WebhookNews

    init(vault: WebhookVault?, policy: AddressPolicy, realClock: any Clock, _ news: WebhookNews) {
        self.news = news
        self.vault = vault
        self.policy = policy
        self.realClock = realClock
    }

    /// Why nothing may be sent to a URL, as the end of a sentence about it; nil if it may.
    func fault(ofURL text: String) -> String? { AddressPolicy.fault(ofURL: text, policy) }

    /// From now on this object hears of changes.
    func tell(_ listener: any WebhookListener) {
        news.tell(listener)
    }

    /// To be called after a change of an endpoint was committed.
    func endpointChanged(_ id: Int64) {
        news.endpointChanged(id)
    }

    /// To be called after deliveries were committed that may be due, and after the clock was moved.
    func deliveriesChanged() {
        news.deliveriesChanged()
    }
}
