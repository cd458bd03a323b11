package import Wire

/// What a provider's request asks for, before the session has an id.
package struct Draft: Sendable {
    package var mode: Mode
    /// Minor units.
    package var amount: Int64?
    package var currency: Currency?
    /// What is bought, if the call names more than an amount.
    package var items = Items()
    package var customer = CheckoutSession.Customer()
    /// The caller's application, if the provider's page is opened by its name.
    package var clientID: String?
    package var successURL: String?
    package var cancelURL: String?
    /// SHA-256 of the state that a visitor must know to open the page.
    package var stateDigest: Digest? {
        get { stateDigestBytes.flatMap { Digest(kept: $0) } }
        set { stateDigestBytes = newValue?.bytes }
    }

    /// An array is a pointer, and a draft is moved several times: 32 bytes inline would be copied each time.
    private var stateDigestBytes: [UInt8]?
    /// The caller's own data, as JSON text in the caller's spelling. Most providers take only an object.
    package var metadata: JSONText?
    /// The provider's own fields: the body as the caller sent it, without the parts that must not be kept.
    package var fields: SentFields
    /// Seconds until the session expires; nil if it never expires.
    package var lifetimeSeconds: Int64?

    package init(mode: Mode, fields: SentFields, lifetimeSeconds: Int64?) {
        self.mode = mode
        self.fields = fields
        self.lifetimeSeconds = lifetimeSeconds
    }
}

/// A complete draft. A session is copied often, and each copy of a draft would retain a dozen strings, so copies of a
/// session share one object.
package final class FinishedDraft: Sendable {
    /// The draft when it was completed.
    package let value: Draft

    package init(_ value: consuming Draft) {
        self.value = value
    }
}
