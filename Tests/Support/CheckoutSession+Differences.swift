package import Checkout
import Wire

extension CheckoutSession? {
    /// The names of the fields that differ from those of another session; `["session"]` if one of the sessions is missing.
    package func differences(from other: CheckoutSession) -> [String] {
        guard let self else { return ["session"] }
        var names: [String] = []
        func compare<Value: Equatable>(_ name: String, _ value: (CheckoutSession) -> Value) {
            if value(self) != value(other) { names.append(name) }
        }
        compare("id") { $0.id }
        compare("number") { $0.number }
        compare("provider") { $0.provider }
        compare("account") { $0.account }
        compare("isLive") { $0.isLive }
        compare("mode") { $0.mode }
        compare("status") { $0.status }
        compare("amount") { $0.amount }
        compare("currency") { $0.currency?.code }
        // Compares bytes, because Swift treats two Unicode spellings of a text as equal.
        compare("item kinds") { $0.items.map { Array($0.kind.utf8) } }
        compare("item references") { $0.items.map { Array($0.reference.utf8) } }
        compare("item quantities") { $0.items.map(\.quantity) }
        compare("customer") { $0.customer.reference.map { Array($0.utf8) } }
        compare("email") { $0.customer.email.map { Array($0.utf8) } }
        compare("phone") { $0.customer.phone.map { Array($0.utf8) } }
        compare("success URL") { $0.successURL.map { Array($0.utf8) } }
        compare("cancel URL") { $0.cancelURL }
        compare("client id") { $0.clientID }
        compare("state digest") { $0.stateDigest }
        compare("metadata") { $0.metadata }
        compare("fields") { $0.fields.text }
        compare("fault of fields") { $0.fields.document.fault }
        compare("created") { $0.createdAt }
        compare("updated") { $0.updatedAt }
        compare("expires") { $0.expiresAt }
        compare("completed") { $0.completedAt }
        compare("cancelled") { $0.cancelledAt }
        return names
    }
}
