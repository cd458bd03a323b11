/// A step of a payment, and what comes of it. It is judged and written whole, in one transaction: a payment whose end could
/// be lost would look as if it waited for its confirmation.
package enum PaymentStep: Sendable, Equatable {
    /// A card is given. It takes the place of one that waits for its confirmation, since that has charged nothing.
    case attempt(Outcome)
    /// The customer confirms with the bank the payment that waits for it.
    case confirm
    /// The customer does not confirm it. The detail is that of the event, a JSON object.
    case refuse(detail: [UInt8]?)

    /// What comes of a card.
    package enum Outcome: Sendable, Equatable {
        case paid
        /// The customer has to confirm it with the bank first.
        case needsConfirmation
        /// The session goes on. The detail is that of the event, a JSON object.
        case failed(detail: [UInt8]?)
        /// The customer's bank is asked, which takes some days elsewhere, and pays.
        case paidByBank
        /// The customer's bank is asked and does not pay. The session goes on. The detail is that of the event, a JSON
        /// object.
        case refusedByBank(detail: [UInt8]?)
    }
}
