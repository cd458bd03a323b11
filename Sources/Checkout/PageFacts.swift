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

    package init(
        publicID: String, referenceParameter: String? = nil, itemName: String? = nil, trialDays: Int64? = nil
    ) {
        self.publicID = publicID
        self.referenceParameter = referenceParameter
        self.itemName = itemName
        self.trialDays = trialDays
    }
}

extension Provider {
    /// The gateway's own id, and nothing that only a provider knows.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        PageFacts(publicID: UUIDText.encode(session.id.bits))
    }
}
