package import Wire

/// The one normalized checkout session, whichever provider's call made it.
package struct CheckoutSession: Sendable {
    package var id: SessionID
    /// Counts the sessions of this gateway, from 1; at most 2^53.
    package var number: Int64
    package var provider: ProviderName
    package var account: AccountID
    /// Made with a live credential. False throughout while the gateway moves no money.
    package var isLive: Bool
    package var status: Status
    /// What was asked for.
    package var draft: FinishedDraft
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// Nil: never.
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

    /// Who buys, as far as the call says.
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
        // No moment is kept that an answer could not tell.
        expiresAt = draft.lifetimeSeconds.map { min(createdAt.advanced(seconds: $0), .last) }
        self.draft = FinishedDraft(consume draft)
    }

    /// The status at a moment: a session whose time has run out is expired, whether or not it was swept.
    package func status(at now: Timestamp) -> Status {
        status.at(now, expiresAt: expiresAt)
    }
}

/// What was asked for, as it reads everywhere.
extension CheckoutSession {
    /// Whether the customer pays once, subscribes, or does something else.
    package var mode: Mode { draft.value.mode }

    /// What is to be paid in minor units, where the call or the catalogue says.
    package var amount: Int64? { draft.value.amount }

    /// What the amount is in, where the call or the catalogue says.
    package var currency: Currency? { draft.value.currency }

    /// What is bought, where the call names it and not an amount alone.
    package var item: Item? { draft.value.item }

    /// Who buys, as far as the call says.
    package var customer: Customer { draft.value.customer }

    /// The caller's application, where the provider's page is opened by naming it.
    package var clientID: String? { draft.value.clientID }

    /// Where the customer is sent after paying, where the call says.
    package var successURL: String? { draft.value.successURL }

    /// Where the customer is sent who does not pay, where the call says.
    package var cancelURL: String? { draft.value.cancelURL }

    /// SHA-256 of the state that whoever opens the page must know.
    package var stateDigest: [UInt8]? { draft.value.stateDigest }

    /// A JSON object, as it was sent.
    package var metadata: [UInt8]? { draft.value.metadata }

    /// The provider's own fields, as they were sent.
    package var fields: SentFields { draft.value.fields }

    /// Makes it the session of another draft, which is this one's after the change.
    package mutating func change(_ change: (inout Draft) -> Void) {
        var changed = draft.value
        change(&changed)
        draft = FinishedDraft(changed)
    }
}

/// The account that a credential belongs to, as the store numbers it.
package struct AccountID: Sendable, Hashable {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }
}
