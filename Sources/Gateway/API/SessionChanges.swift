import Checkout
import Wire

/// Copies of a session that differ from it in one member, to find out which parts of an answer depend on that member.
enum SessionChanges {
    /// Each member with a value, and a copy of the session with another value there.
    static func ofMembers(of session: CheckoutSession) -> [(name: String, changed: CheckoutSession)] {
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
        // A dialect without a word for a setup shows it as a payment.
        ask("mode", true) { $0.mode = session.mode == .payment ? .subscription : .payment }
        ask("amount", session.amount != nil) { $0.amount = session.amount.map { $0 == 0 ? 1 : $0 - 1 } }
        // Any other currency: ISO 4217 has XTS for tests and XAU for gold.
        ask("currency", session.currency != nil) {
            $0.currency = Currency(stored: session.currency?.code == "XTS" ? "XAU" : "XTS")
        }
        let hasItem = !session.items.isEmpty
        ask("item.kind", hasItem) { $0.items[0].kind += "_" }
        ask("item.reference", hasItem) { $0.items[0].reference += "0" }
        ask("item.quantity", hasItem) { $0.items[0].quantity = $0.items[0].quantity == 1 ? 2 : 1 }
        ask("items", session.items.count > 1) { $0.items = Items($0.items.prefix(1)) }
        ask("customer.reference", session.customer.reference != nil) { $0.customer.reference? += "0" }
        ask("customer.email", session.customer.email != nil) { $0.customer.email? += "0" }
        ask("customer.phone", session.customer.phone != nil) { $0.customer.phone? += "0" }
        ask("client_id", session.clientID != nil) { $0.clientID? += "0" }
        ask("success_url", session.successURL != nil) { $0.successURL? += "0" }
        ask("cancel_url", session.cancelURL != nil) { $0.cancelURL? += "0" }
        ask("metadata", session.metadata != nil) { $0.metadata = JSONText { _ in } }
        ask("fields", true) { $0.fields = SentFields(stored: Array("{}".utf8)) }
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

    /// Copies of the session with a value for each member that it lacks. There are two, because a dialect may by chance
    /// use the same value as a default.
    static func fillings(of session: CheckoutSession, at now: Timestamp) -> [CheckoutSession] {
        var filled: [CheckoutSession] = []
        func add(_ isThere: Bool, _ change: (inout CheckoutSession) -> Void) {
            guard !isThere else { return }
            var changed = session
            change(&changed)
            filled.append(changed)
        }
        func ask(_ isThere: Bool, _ change: (inout Draft) -> Void) {
            add(isThere) { $0.change(change) }
        }
        for digit in ["7", "8"] {
            ask(session.amount != nil) { $0.amount = Int64(digit) }
            ask(session.currency != nil) { $0.currency = Currency(stored: digit == "7" ? "XTS" : "XAU") }
            // Digits are a valid reference in every dialect.
            ask(!session.items.isEmpty) {
                $0.items = Items(CheckoutSession.Item(kind: "item\(digit)", reference: digit))
            }
            ask(session.customer.reference != nil) { $0.customer.reference = digit }
            ask(session.customer.email != nil) { $0.customer.email = "\(digit)@shop.example" }
            ask(session.customer.phone != nil) { $0.customer.phone = "+1\(digit)" }
            ask(session.clientID != nil) { $0.clientID = digit }
            ask(session.successURL != nil) { $0.successURL = "https://shop.example/\(digit)" }
            ask(session.cancelURL != nil) { $0.cancelURL = "https://shop.example/\(digit)" }
            ask(session.metadata != nil) { $0.metadata = JSONText { $0.member("a", Int64(digit)) } }
            // Later than now, so that the status stays the same.
            let moment = max(now, session.createdAt).advanced(microseconds: (Int64(digit) ?? 7) * 86_400_000_000)
            add(session.expiresAt != nil) { $0.expiresAt = moment }
            add(session.completedAt != nil) { $0.completedAt = moment }
            add(session.cancelledAt != nil) { $0.cancelledAt = moment }
        }
        return filled
    }

    /// The session as if a provider's own call had made it: with an item of each of the provider's kinds, and the
    /// fields of its sample. Empty if the provider's own call did make it.
    static func fillings(of session: CheckoutSession, for provider: any Provider.Type) -> [CheckoutSession] {
        guard session.provider != provider.name else { return [] }
        var own = session
        own.provider = provider.name
        own.change { $0.fields = SentFields(stored: Array(provider.sample.body.utf8)) }
        var filled = [own]
        for digit in ["7", "8"] {
            for kind in provider.catalogueKinds {
                var changed = session
                changed.change { $0.items = Items(CheckoutSession.Item(kind: kind.word, reference: digit)) }
                filled.append(changed)
            }
        }
        return filled
    }
}
