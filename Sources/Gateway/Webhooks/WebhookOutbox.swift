package import Checkout
import Synchronization
import Webhooks
import Wire

/// Makes what endpoints are told about an event, in the transaction that writes the event. Every attempt then sends the
/// bytes that were made here.
package final class WebhookOutbox: EventOutbox {
    private let providers: [ProviderName: any Provider]
    private let links = Mutex<Links?>(nil)
    private let onDeliveries: @Sendable () -> Void

    /// - Parameters:
    ///   - providers: show sessions in their own form.
    ///   - onDeliveries: called when deliveries were made, before they are committed. It must not block.
    package init(_ providers: [any Provider], onDeliveries: @escaping @Sendable () -> Void = {}) {
        self.providers = providers.reduce(into: [:]) { $0[type(of: $1).name] = $1 }
        self.onDeliveries = onDeliveries
    }

    /// Gives it what makes the addresses of pages, which depends on the store and on the port. To be called before the
    /// first event.
    package func use(_ links: Links) {
        self.links.withLock { $0 = links }
    }

    package func kinds(format: Int64, types: [String]) -> EventKinds {
        guard let format = WebhookFormat(rawValue: format) else { return [] }
        let subscription = WebhookSubscription(kept: types)
        return subscription.kinds(in: format).reduce(into: []) { $0.insert(EventKinds($1)) }
    }

    package func deliveries(
        of event: OutboxEvent, to subscribers: [WebhookSubscriber], session: () -> CheckoutSession?
    ) -> [NewDelivery] {
        guard let links = links.withLock(\.self) else {
            preconditionFailure("An outbox has links before the first event.")
        }
        var messages: [WebhookFormat: (event: WebhookEvent, body: [UInt8])] = [:]
        var read: CheckoutSession??
        var deliveries: [NewDelivery] = []
        for subscriber in subscribers {
            guard let format = WebhookFormat(rawValue: subscriber.format),
                let told = WebhookEvent(event.event, of: event.session, before: event.before, in: format),
                WebhookSubscription(kept: subscriber.types).includes(told.type)
            else { continue }
            if messages[format] == nil {
                if read == nil { read = .some(session()) }
                // What cannot be read cannot be told.
                guard let session = read ?? nil else { return [] }
                messages[format] = (told, body(of: told, session, in: format, links))
            }
            guard let message = messages[format] else { continue }
            deliveries.append(
                NewDelivery(
                    endpoint: subscriber.endpoint, ordinal: Int64(message.event.id.ordinal),
                    eventID: message.event.id.text, type: message.event.type.word, format: subscriber.format,
                    body: message.body))
        }
        if !deliveries.isEmpty { onDeliveries() }
        return deliveries
    }

    /// The body of an event in a format.
    private func body(
        of event: WebhookEvent, _ session: CheckoutSession, in format: WebhookFormat, _ links: Links
    ) -> [UInt8] {
        switch format {
        case .gateway:
            GatewayBody.make(
                event, session: SessionDocument.json(session, at: event.at, links), of: session.provider,
                body: providerBody(of: session, at: event.at, links))
        case .stripe:
            StripeBody.make(event, session, links)
        }
    }

    /// The session as its provider's own client would get it; nil if the provider is not part of this program, or does
    /// not answer in JSON.
    private func providerBody(of session: CheckoutSession, at now: Timestamp, _ links: Links) -> JSONText? {
        guard let provider = providers[session.provider] else { return nil }
        let routes = type(of: provider).routes
        let operation: Checkout.Operation = routes.contains { $0.operation == .retrieve } ? .retrieve : .create
        return JSONText(parsing: provider.render(session, for: operation, at: now, links).body)
    }
}
