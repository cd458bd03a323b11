import Checkout
import Wire

/// A session in another dialect, and what of it the dialect has no place for.
///
/// Nobody keeps a list of what each dialect shows: a member has a place where the dialect's body changes with it.
struct Translation {
    let body: [UInt8]
    /// Names as the normalized session has them.
    let leftOut: [String]

    /// - Parameter opensPages: whether the reader may have what opens the session's page. Otherwise all that is made with
    ///   the gateway's secret is left out of the body, whatever its members are called.
    init(
        _ session: CheckoutSession, into owner: RoutingTable.Owner, at now: Timestamp, _ links: Links, opensPages: Bool
    ) {
        let links = opensPages ? links : Self.powerless(links, 0)
        let render = { owner.provider.render($0, for: .retrieve, at: now, links).body }
        let body = render(session)
        let leftOut = Self.changes(of: session).filter { render($0.changed) == body }.map(\.name)
        if opensPages {
            (self.body, self.leftOut) = (body, leftOut)
        } else {
            // What differs under another secret is what the secret makes: tokens, hashes and the addresses with them.
            let other = owner.provider.render(session, for: .retrieve, at: now, Self.powerless(links, 1)).body
            let shown = CommonMembers(body, other)
            self.body = shown.text
            self.leftOut = leftOut + (shown.isLess ? ["page_url"] : [])
        }
    }

    /// Links that are the same for every session and open nothing.
    private static func powerless(_ links: Links, _ code: UInt8) -> Links {
        Links(publicURL: links.publicURL) { _ in Digest { $0.initialize(repeating: code, count: Digest.byteCount) } }
    }

    /// Each member that says something, with the session in which it says something else.
    private static func changes(of session: CheckoutSession) -> [(name: String, changed: CheckoutSession)] {
        var changes: [(name: String, changed: CheckoutSession)] = []
        func add(_ name: String, _ isThere: Bool, _ change: (inout CheckoutSession) -> Void) {
            guard isThere else { return }
            var changed = session
            change(&changed)
            changes.append((name, changed))
        }
        func ask(_ name: String, _ isThere: Bool, _ change: (inout Draft) -> Void) {
            add(name, isThere) { $0.change(change) }
        }
        ask("mode", true) { $0.mode = session.mode == .subscription ? .payment : .subscription }
        ask("amount", session.amount != nil) { $0.amount = session.amount.map { $0 == 0 ? 1 : $0 - 1 } }
        // Any other currency will do: ISO 4217 has XTS for tests and XAU for gold.
        ask("currency", session.currency != nil) {
            $0.currency = Currency(stored: session.currency?.code == "XTS" ? "XAU" : "XTS")
        }
        ask("item.kind", session.item != nil) { $0.item?.kind += "_" }
        ask("item.reference", session.item != nil) { $0.item?.reference += "0" }
        ask("item.quantity", session.item != nil) { $0.item?.quantity = session.item?.quantity == 1 ? 2 : 1 }
        ask("customer.reference", session.customer.reference != nil) { $0.customer.reference? += "0" }
        ask("customer.email", session.customer.email != nil) { $0.customer.email? += "0" }
        ask("customer.phone", session.customer.phone != nil) { $0.customer.phone? += "0" }
        ask("client_id", session.clientID != nil) { $0.clientID? += "0" }
        ask("success_url", session.successURL != nil) { $0.successURL? += "0" }
        ask("cancel_url", session.cancelURL != nil) { $0.cancelURL? += "0" }
        ask("metadata", session.metadata != nil) { $0.metadata = Array("{}".utf8) }
        ask("fields", true) { $0.fields = .kept(Array("{}".utf8)) }
        add("expires_at", session.expiresAt != nil) {
            $0.expiresAt = session.expiresAt?.advanced(microseconds: 1_000_000)
        }
        add("completed_at", session.completedAt != nil) {
            $0.completedAt = session.completedAt?.advanced(microseconds: 1_000_000)
        }
        add("cancelled_at", session.cancelledAt != nil) {
            $0.cancelledAt = session.cancelledAt?.advanced(microseconds: 1_000_000)
        }
        return changes
    }
}
