package import Checkout
import Synchronization
import Webhooks
import Wire

/// Makes what endpoints are told about an event, in the transaction that writes the event. Every attempt then sends the
/// bytes that were made here.
package final class WebhookOutbox: EventOutbox {
    private let providers: [any Provider]
    private let bodies = Mutex<WebhookBodies?>(nil)
    /// Tells listeners.
    private let feed: WebhookFeed?
    private let onDeliveries: @Sendable () -> Void

    /// - Parameters:
    ///   - providers: show sessions in their own form.
    ///   - feed: gets the events while somebody listens; nil: nobody can listen.
    ///   - onDeliveries: called when deliveries were made, before they are committed. It must not block.
    init(_ providers: [any Provider], feed: WebhookFeed?, onDeliveries: @escaping @Sendable () -> Void) {
        self.providers = providers
        self.feed = feed
        self.onDeliveries = onDeliveries
    }

    /// The outbox of a program that does not send: a gateway sends its deliveries later.
    package convenience init(_ providers: [any Provider]) {
        self.init(providers, feed: nil, onDeliveries: {})
    }

    /// Gives it what makes the addresses of pages, which depends on the store and on the port. To be called before the
    /// first event.
    package func use(_ links: Links) {
        bodies.withLock { $0 = WebhookBodies(providers, links) }
    }

    package var observed: EventKinds { feed?.observed ?? [] }

    package func kinds(format: Int64, types: [String]) -> EventKinds {
        guard let format = WebhookFormat(rawValue: format) else { return [] }
        let subscription = WebhookSubscription(kept: types)
        return subscription.kinds(in: format).reduce(into: []) { $0.insert(EventKinds($1)) }
    }

    package func deliveries(
        of event: OutboxEvent, to subscribers: [WebhookSubscriber], session: () -> CheckoutSession?
    ) -> [NewDelivery] {
        guard let bodies = bodies.withLock(\.self) else {
            preconditionFailure("An outbox has links before the first event.")
        }
        var messages: [WebhookFormat: (event: WebhookEvent, body: [UInt8])] = [:]
        var read: CheckoutSession??
        if let feed, feed.observed.contains(EventKinds(event.event.event.kind)) {
            let found = session()
            read = .some(found)
            if let found { feed.consider(event, found, bodies) }
        }
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
                messages[format] = (told, bodies.body(of: told, session, in: format))
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
}
