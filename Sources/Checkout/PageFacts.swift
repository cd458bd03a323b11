import Wire

/// What the hosted page has to know of a session that only its provider can tell.
package struct PageFacts: Sendable, Equatable {
    /// The id by which the account can look the session up. It is no capability: it opens no page.
    package var publicID: String
    /// The query parameter in which the success URL gets that id; nil: the URL's own text has to ask for it.
    package var referenceParameter: String?
    /// What is bought, in words for a customer, where the provider's fields say more than the item.
    package var itemName: String?
    /// Days before the first payment; at least 1.
    package var trialDays: Int64?
    /// How the customer pays, by card where the provider does not say.
    package var method: PaymentMethod
    /// Whether the customer has to give a name and a billing address.
    package var collectsBillingAddress: Bool
    /// The one country that the customer may choose (ISO 3166-1 alpha-2); nil: any.
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
    /// By SEPA Direct Debit, from a bank account that its IBAN names. The bank pays or refuses some days later.
    case sepaDebit
    /// By Sofort: at the customer's own bank, to which the page leads.
    case sofort
}

extension Provider {
    /// The gateway's own id, and nothing that only a provider knows.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        PageFacts(publicID: UUIDText.encode(session.id.bits))
    }
}
