import Checkout

/// All texts of the pages.
enum PageWords {
    static func heading(_ view: PageView) -> String? {
        switch view.mode {
        case .payment: view.item == nil ? "Payment" : nil
        case .subscription: view.item == nil ? "Subscription" : nil
        case .setup: saving(view)
        }
    }

    /// The line above the name of the item; nil if the heading says it already.
    static func kind(_ view: PageView) -> String? {
        guard view.item != nil || view.mode == .setup else { return nil }
        switch (view.mode, view.status) {
        case (.setup, _): return "For later payments"
        case (_, .expired), (_, .cancelled): return "Checkout for"
        case (.payment, .completed): return "You paid for"
        case (.payment, _): return "You are paying for"
        case (.subscription, .completed): return "You subscribed to"
        case (.subscription, _): return "You are subscribing to"
        }
    }

    /// The price line under the amount, such as `per month, after 14 days free`.
    static func terms(_ view: PageView) -> String? {
        guard view.mode == .subscription else { return nil }
        let interval = view.interval
        guard let days = view.trialDays else { return interval }
        let trial = "after \(days) day\(days == 1 ? "" : "s") free"
        return interval.map { "\($0), \(trial)" } ?? trial
    }

    static func button(_ view: PageView) -> String {
        switch view.mode {
        case .setup: view.method == .card ? "Save card" : "Save bank account"
        case .subscription where view.trialDays != nil: "Start free trial"
        case .subscription: view.amount.map { "Subscribe for \($0)" } ?? "Subscribe"
        case .payment: view.amount.map { "Pay \($0)" } ?? "Pay"
        }
    }

    static func title(_ view: PageView) -> String {
        switch view.status {
        case .open: task(view)
        case .processing: confirming(view)
        case .completed: done(view)
        case .expired: "This page has expired"
        case .cancelled: "Checkout cancelled"
        }
    }

    static func done(_ view: PageView) -> String {
        switch view.mode {
        case .payment: "Payment received"
        case .subscription: view.trialDays == nil ? "Subscription started" : "Free trial started"
        case .setup: view.method == .card ? "Card saved" : "Bank account saved"
        }
    }

    static func doneSentence(_ view: PageView) -> String {
        switch view.mode {
        case .payment: "Thank you. Your payment went through, and you will not be charged again."
        case .subscription where view.trialDays != nil: "Thank you. Nothing is charged before your free trial ends."
        case .subscription: "Thank you. Your first payment went through."
        case .setup:
            "Your \(view.method == .card ? "card" : "bank account") is saved for later payments. Nothing was charged."
        }
    }

    /// The title while a payment is confirmed elsewhere.
    static func waiting(_ view: PageView) -> String {
        switch view.mode {
        case .payment, .subscription: "Your payment is being processed"
        case .setup: view.method == .card ? "Your card is being checked" : "Your bank account is being checked"
        }
    }

    static func waitingSentence(_ view: PageView) -> String {
        view.mode == .setup
            ? "You have nothing to do here until the bank has answered."
            : "You have nothing to do here until the payment is confirmed. Do not pay again."
    }

    static let expired =
        "Its time ran out before a payment was made. Nothing was charged. Ask the seller for a new link."
    static let cancelled = "The checkout was called off. Nothing was charged."
    static let liveMode = "Live payments cannot be taken here: no payment service is connected."

    static func sentence(_ refusal: TestCard.Decline, _ view: PageView) -> String {
        switch refusal {
        case .declined: "Your card was declined. Nothing was charged. Try another card."
        case .insufficientFunds: "Your card has insufficient funds. Nothing was charged. Try another card."
        case .unconfirmed where view.method == .sofort:
            "The payment was not confirmed at your bank. Nothing was charged. Try again."
        case .unconfirmed: "The payment was not confirmed. Nothing was charged. Try again, or use another card."
        case .debitRefused: "Your bank refused the debit. Nothing was charged. Try another account."
        case .unknownAccount:
            "Only test accounts work in test mode. Nothing was charged. Use one of those listed below."
        case .unknownCard: "Only test cards work in test mode. Nothing was charged. Use one of those listed below."
        case .tooMany: "Too many payments were tried here. Nothing was charged. Ask the seller for a new link."
        }
    }

    static func number(_ fault: Card.Fault) -> String {
        switch fault {
        case .missing: "Enter the card number."
        case .malformed: "A card number has 12 to 19 digits."
        case .mistyped, .past: "This card number is not valid. Check it for a typing mistake."
        }
    }

    static func expiry(_ fault: Card.Fault) -> String {
        switch fault {
        case .missing: "Enter the expiry date."
        case .malformed, .mistyped: "Enter the expiry date as month and year, for example 04/32."
        case .past: "This card has expired."
        }
    }

    static func code(_ fault: Card.Fault) -> String {
        switch fault {
        case .missing: "Enter the security code."
        case .malformed, .mistyped, .past: "The security code has 3 or 4 digits."
        }
    }
}

/// A page that belongs to no session.
package enum PageProblem: Sendable, CaseIterable {
    case unknown, forbidden, method, malformed, mediaType, tooLarge, unavailable

    var status: Int {
        switch self {
        case .unknown: 404
        case .forbidden: 403
        case .method: 405
        case .malformed: 400
        case .mediaType: 415
        case .tooLarge: 413
        case .unavailable: 503
        }
    }

    var title: String {
        switch self {
        case .unknown: "Page not found"
        case .forbidden: "This link does not open the page"
        case .method: "This is not something the page can do"
        case .malformed, .mediaType, .tooLarge: "The form could not be read"
        case .unavailable: "Please try again in a moment"
        }
    }

    var sentence: String {
        switch self {
        case .unknown: "There is no checkout at this address. Check that the link is complete."
        case .forbidden: "A part of the link is missing or wrong. Go back to the shop and start again from there."
        case .method, .malformed, .mediaType, .tooLarge: "Nothing was charged. Go back, reload the page and try again."
        case .unavailable:
            "The payment service is busy. Nothing was charged by this try. Reload the page to see where you are."
        }
    }
}
