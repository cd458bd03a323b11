/// What a provider's request asks for, before it has an id.
package struct Draft: Sendable {
    package var mode: Mode
    /// Minor units.
    package var amount: Int64?
    package var currency: Currency?
    package var item: CheckoutSession.Item?
    package var customer = CheckoutSession.Customer()
    /// The caller's application, where the provider's page is opened by naming it.
    package var clientID: String?
    package var successURL: String?
    package var cancelURL: String?
    /// SHA-256 of the state that whoever opens the page must know.
    package var stateDigest: [UInt8]?
    /// A JSON object, as it was sent.
    package var metadata: [UInt8]?
    /// The provider's own fields: the body as it was sent, without what must not be kept.
    package var fields: SentFields
    /// Seconds until the session expires; nil: it never does.
    package var lifetimeSeconds: Int64?

    package init(mode: Mode, fields: SentFields, lifetimeSeconds: Int64?) {
        self.mode = mode
        self.fields = fields
        self.lifetimeSeconds = lifetimeSeconds
    }
}

/// A draft that is finished. A session goes through many hands, and each copy of a draft would count the owners of a
/// dozen texts anew, so copies of a session share one.
package final class FinishedDraft: Sendable {
    /// The draft as it was when it was finished.
    package let value: Draft

    package init(_ value: consuming Draft) {
        self.value = value
    }
}
