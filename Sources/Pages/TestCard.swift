package import Wire

/// The card numbers that Stripe publishes for its test mode. No real card has any of them.
package enum TestCard {
    /// The outcome of a payment.
    package enum Outcome: Equatable, Sendable {
        case paid
        /// The customer has to confirm it with the bank first (3-D Secure).
        case needsConfirmation
        case refused(Decline)
        /// The customer's bank is asked, and pays.
        case paidByBank
        /// The customer's bank is asked, and does not pay.
        case refusedByBank(Decline)
    }

    /// Why a payment is refused. The raw values appear in the timeline.
    package enum Decline: String, Equatable, Sendable, CaseIterable {
        case declined = "card_declined"
        case insufficientFunds = "insufficient_funds"
        /// The customer did not confirm it.
        case unconfirmed = "authentication_failed"
        /// A number that may belong to a real card; test mode does not use it.
        case unknownCard = "unknown_test_card"
        /// The bank does not pay from the account.
        case debitRefused = "debit_refused"
        /// An account that may be a real one.
        case unknownAccount = "unknown_test_account"
        /// The session has had as many payments as its timeline has room for; that is also why the timeline does not
        /// record this one.
        case tooMany = "too_many_payments"

        /// The reasons that a timeline can have.
        package static let ofPayments = allCases.filter { $0 != .tooMany }

        /// The detail of the event in the timeline.
        package var detail: JSONText { JSONText { json in json.member("reason", rawValue) } }
    }

    /// The outcome of a payment with a card number.
    static func outcome(of digits: [UInt8]) -> Outcome {
        if paid.contains(where: { ASCII.equal(digits[...], $0) }) { return .paid }
        if confirmed.contains(where: { ASCII.equal(digits[...], $0) }) { return .needsConfirmation }
        if ASCII.equal(digits[...], "4000000000000002") { return .refused(.declined) }
        if ASCII.equal(digits[...], "4000000000009995") { return .refused(.insufficientFunds) }
        return .refused(.unknownCard)
    }

    /// Numbers that pay: one or more for each brand.
    static let paid: [StaticString] = [
        "4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222", "5200828282828210",
        "5105105105105100", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424",
        "6011981111111113", "3056930009020004", "36227206271667", "6555900000604105", "3566002020360505",
        "6200000000000005", "6200000000000047", "6205500000000000004",
    ]

    /// Numbers that ask for 3-D Secure.
    static let confirmed: [StaticString] = ["4000002500003155", "4000002760003184", "4000000000003220"]

    /// The numbers that the page shows in test mode, one for each outcome.
    static let shown: [(number: StaticString, meaning: StaticString)] = [
        ("4242 4242 4242 4242", "is paid"), ("4000 0025 0000 3155", "asks for 3-D Secure"),
        ("4000 0000 0000 0002", "is declined"), ("4000 0000 0000 9995", "has insufficient funds"),
    ]
}
