import Wire

/// The facts that the hosted page of a session needs and only the session's provider knows.
package struct PageFacts: Sendable, Equatable {
    /// The id by which the account can look up the session. It grants no access: it opens no page.
    package var publicID: String
    /// The query parameter in which the success URL receives the id; nil if only a placeholder in the URL receives it.
    package var referenceParameter: String?
    /// What is bought, in words for a customer, if the provider's fields say more than the item.
    package var itemName: String?
    /// Days before the first payment; at least 1.
    package var trialDays: Int64?
    /// How the customer pays; by card if the provider does not say.
    package var method: PaymentMethod
    /// Whether the customer must give a name and a billing address.
    package var collectsBillingAddress: Bool
    /// The one country that the customer may choose (ISO 3166-1 alpha-2); nil if any is allowed.
    package var allowedCountry: String?

    package init(
        publicID: String, referenceParameter: String? = nil, itemName: String? = nil, trialDays: Int64? = nil,
        method: PaymentMethod = .card, collectsBillingAddress: Bool = false, allowedCountry: String? = nil
    ) {
        self.publicID = publicID
        self.referenceParameter = referenceParameter
        self.itemName = itemName
        self.trialDays = trialDays
        self.method = method
        self.collectsBillingAddress = collectsBillingAddress
        self.allowedCountry = allowedCountry
    }
}

/// How a customer pays.
package enum PaymentMethod: Sendable, CaseIterable {
    case card
    /// By SEPA Direct Debit, from the bank account of an IBAN. The bank pays or refuses some days later.
    case sepaDebit
    /// By Sofort: the page leads the customer to their own bank.
    case sofort
}

extension Provider {
    /// The gateway's own id, and no facts of a provider.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        PageFacts(publicID: UUIDText.encode(session.id.bits))
    }
}
