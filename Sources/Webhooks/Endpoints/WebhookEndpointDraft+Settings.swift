package import Checkout

extension WebhookEndpointDraft {
    /// The choice that a store kept; nil if its format is one of a later version.
    package init?(kept settings: WebhookSettings) {
        guard let format = WebhookFormat(rawValue: settings.format) else { return nil }
        self.init(
            url: settings.url, format: format, subscription: WebhookSubscription(kept: settings.types),
            description: settings.description ?? "")
    }

    /// The choice as a store keeps it.
    package var settings: WebhookSettings {
        WebhookSettings(
            url: url, format: format.rawValue, types: subscription.words,
            description: description.isEmpty ? nil : description)
    }
}
