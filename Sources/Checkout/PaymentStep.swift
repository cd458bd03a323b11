package import Wire

/// A step of a payment with its outcome. The store checks and writes it in one transaction: a payment whose outcome is
/// lost would seem to wait for its confirmation.
package enum PaymentStep: Sendable, Equatable {
    /// The customer gives a card. It replaces a card that waits for confirmation, because that card was not charged.
    case attempt(Outcome)
    /// The customer confirms the waiting payment with the bank.
    case confirm
    /// The customer refuses to confirm the waiting payment. The detail of the event is a JSON object.
    case refuse(detail: JSONText?)

    /// The outcome of an attempt.
    package enum Outcome: Sendable, Equatable {
        case paid
        /// The customer must confirm the payment with the bank first.
        case needsConfirmation
        /// The payment failed, and the session continues. The detail of the event is a JSON object.
        case failed(detail: JSONText?)
        /// The customer's bank is asked and pays. A real bank takes some days for that.
        case paidByBank
        /// The customer's bank is asked and does not pay, and the session continues. The detail of the event is a JSON
        /// object.
        case refusedByBank(detail: JSONText?)
    }
}
