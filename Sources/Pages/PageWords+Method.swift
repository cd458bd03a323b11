import Checkout

/// The texts of the pages that depend on the payment method.
extension PageWords {
    /// The heading of the form, and the title of its page.
    static func task(_ view: PageView) -> String {
        guard view.mode != .setup else { return saving(view) }
        return switch view.method {
        case .card: "Pay by card"
        case .sepaDebit: "Pay by SEPA Direct Debit"
        case .sofort: "Pay with Sofort"
        }
    }

    static func saving(_ view: PageView) -> String {
        view.method == .card ? "Save a card" : "Save a bank account"
    }

    /// The heading of the form; when a method is saved, the page has another heading above.
    static func formHeading(_ view: PageView) -> String {
        guard view.mode == .setup else { return task(view) }
        return switch view.method {
        case .card: "Your card"
        case .sepaDebit: "Your account for SEPA Direct Debit"
        case .sofort: "Your account, by Sofort"
        }
    }

    /// The name of the payment's own fields, for screen readers.
    static func details(_ view: PageView) -> String {
        view.method == .card ? "Card details" : "Account details"
    }

    static func corrections(_ view: PageView) -> String {
        "\(view.method == .card ? "The card was not used" : "Nothing was charged"). Correct what is marked below."
    }

    /// What the customer agrees to, or what happens next; nil if there is nothing to say.
    static func note(_ view: PageView) -> String? {
        switch view.method {
        case .card: nil
        case .sepaDebit:
            "You allow the seller to collect payments from your account, and your bank to pay them. You can ask your bank "
                + "for a refund within eight weeks."
        case .sofort: "You go on to your bank, and confirm there."
        }
    }

    static func testMode(_ view: PageView) -> String {
        switch view.method {
        case .card: "This is a test: no money moves. Use a test card, never a real one."
        case .sepaDebit: "This is a test: no money moves. Use a test account, never a real one."
        case .sofort: "This is a test: no money moves. A page that stands in for your bank comes next."
        }
    }

    static func confirming(_ view: PageView) -> String {
        switch view.method {
        case .card: "Confirm it is you"
        case .sepaDebit: "Your bank is asked"
        case .sofort: "Confirm at your bank"
        }
    }

    static func confirmation(_ view: PageView) -> String {
        switch view.method {
        case .card:
            "Your bank wants to know that it is you (3-D Secure). In test mode this step stands in for your bank."
        case .sepaDebit: "A debit takes some days. In test mode you say what your bank does."
        case .sofort: "You would sign in at your bank. In test mode this step stands in for it."
        }
    }

    /// The buttons of the simulated step of the bank.
    static func choices(_ view: PageView) -> (yes: String, no: String) {
        switch view.method {
        case .card: (view.mode == .setup ? "Confirm card" : "Confirm payment", "Refuse")
        case .sepaDebit: ("The bank pays", "The bank refuses")
        case .sofort: (view.mode == .setup ? "Confirm account" : "Confirm payment", "Refuse")
        }
    }

    static let address = "Billing address"
    static let addressNote = "In test mode the address is checked, and not kept."
    static let chooseCountry = "Choose a country"

    static func iban(_ fault: BankAccount.Fault) -> String {
        switch fault {
        case .missing: "Enter the IBAN."
        case .malformed: "An IBAN has two letters, two digits, and 11 to 30 letters and digits more."
        case .mistyped: "This IBAN is not valid. Check it for a typing mistake."
        }
    }

    static func missing(_ field: PageField) -> String {
        switch field {
        case .holder: "Enter the name of the account holder."
        case .name: "Enter your full name."
        case .line: "Enter your street and number."
        case .postalCode: "Enter your postal code."
        case .city: "Enter your city."
        case .country: chooseCountry + "."
        case .number, .expiry, .code, .iban: "Fill this in."
        }
    }

    static func tooLong(_ field: PageField) -> String {
        "Use at most \(field.lengthMax) characters, on one line."
    }

    static func country(_ countries: [String]) -> String {
        guard let only = countries.first, countries.count == 1 else { return chooseCountry + " of the list." }
        return "Only \(CountryName.of(only)) can be chosen here."
    }
}
