package import Wire

/// The normalized checkout session, the same for the calls of all providers.
package struct CheckoutSession: Sendable {
    package var id: SessionID
    /// The sequential number of this gateway's session, from 1; at most 2^53.
    package var number: Int64
    package var provider: ProviderName
    package var account: AccountID
    /// Whether a live credential created it. Always false while the gateway moves no money.
    package var isLive: Bool
    package var status: Status
    /// What the call asks for.
    package var draft: FinishedDraft
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// Nil if the session never expires.
    package var expiresAt: Timestamp?
    package var completedAt: Timestamp?
    package var cancelledAt: Timestamp?

    /// What is bought: a kind of the catalogue, such as `plan`, and a reference of that kind.
    package struct Item: Sendable, Equatable {
        package var kind: String
        package var reference: String
        package var quantity: Int64

        package init(kind: String, reference: String, quantity: Int64 = 1) {
            self.kind = kind
            self.reference = reference
            self.quantity = quantity
        }
    }

    /// The customer, as far as the call says.
    package struct Customer: Sendable, Equatable {
        package var reference: String?
        package var email: String?
        package var phone: String?

        package init(reference: String? = nil, email: String? = nil, phone: String? = nil) {
            self.reference = reference
            self.email = email
            self.phone = phone
        }
    }

    package init(
        id: SessionID, number: Int64, provider: ProviderName, account: AccountID, isLive: Bool, status: Status,
        draft: consuming Draft, createdAt: Timestamp
    ) {
        self.id = id
        self.number = number
        self.provider = provider
        self.account = account
        self.isLive = isLive
        self.status = status
        self.createdAt = createdAt
        updatedAt = createdAt
        expiresAt = draft.lifetimeSeconds.map(createdAt.advanced(seconds:))
        self.draft = FinishedDraft(consume draft)
    }

    /// The status at a time: a session whose time has run out is expired, even if the sweep has not recorded that.
    package func status(at now: Timestamp) -> Status {
        status.at(now, expiresAt: expiresAt)
    }
}

/// What the call asks for, as properties of the session.
extension CheckoutSession {
    /// Whether the customer pays once, subscribes, or does something else.
    package var mode: Mode { draft.value.mode }

    /// The amount to pay in minor units, if the call or the catalogue says it.
    package var amount: Int64? { draft.value.amount }

    /// The currency of the amount, if the call or the catalogue says it.
    package var currency: Currency? { draft.value.currency }

    /// What is bought, if the call names more than an amount.
    package var items: Items { draft.value.items }

    /// The customer, as far as the call says.
    package var customer: Customer { draft.value.customer }

    /// The caller's application, if the provider's page is opened by its name.
    package var clientID: String? { draft.value.clientID }

    /// The URL to which a customer is sent after paying, if the call says it.
    package var successURL: String? { draft.value.successURL }

    /// The URL to which a customer is sent who does not pay, if the call says it.
    package var cancelURL: String? { draft.value.cancelURL }

    /// SHA-256 of the state that a visitor must know to open the page.
    package var stateDigest: Digest? { draft.value.stateDigest }

    /// The caller's own data, as JSON text in the caller's spelling.
    package var metadata: JSONText? { draft.value.metadata }

    /// The provider's own fields, as the caller sent them.
    package var fields: SentFields { draft.value.fields }

    /// Changes the draft. Copies of the session keep the old one.
    package mutating func change(_ change: (inout Draft) -> Void) {
        var changed = draft.value
        change(&changed)
        draft = FinishedDraft(changed)
    }
}

/// The number by which the store knows the account of a credential.
package struct AccountID: Sendable, Hashable {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }
}
