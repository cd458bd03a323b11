import Checkout
import Webhooks
import Wire

/// Makes the bodies of events, for endpoints and for listeners.
struct WebhookBodies: Sendable {
    private let providers: [ProviderName: any Provider]
    private let links: Links

    /// - Parameters:
    ///   - providers: show sessions in their own form.
    ///   - links: make the addresses of pages.
    init(_ providers: [any Provider], _ links: Links) {
        self.providers = providers.reduce(into: [:]) { $0[type(of: $1).name] = $1 }
        self.links = links
    }

    /// The body of an event in a format.
    ///
    /// - Parameter session: the session as it was after the event.
    func body(of event: WebhookEvent, _ session: CheckoutSession, in format: WebhookFormat) -> [UInt8] {
        switch format {
        case .gateway:
            GatewayBody.make(
                event, session: SessionDocument.json(session, at: event.at, links), of: session.provider,
                body: providerBody(of: session, at: event.at))
        case .stripe:
            StripeBody.make(event, session, links)
        }
    }

    /// The session as its provider's own client would get it; nil if the provider is not part of this program, or does
    /// not answer in JSON.
    private func providerBody(of session: CheckoutSession, at now: Timestamp) -> JSONText? {
        guard let provider = providers[session.provider] else { return nil }
        let routes = type(of: provider).routes
        let operation: Checkout.Operation = routes.contains { $0.operation == .retrieve } ? .retrieve : .create
        return JSONText(parsing: provider.render(session, for: operation, at: now, links).body)
    }
}
