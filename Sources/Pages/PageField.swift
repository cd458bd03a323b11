import Checkout

/// A field of the page's forms.
enum PageField: CaseIterable, Hashable, Sendable {
    case number, expiry, code
    case holder, iban
    case name, line, postalCode, city, country

    /// The fields of a payment method.
    static func fields(of method: PaymentMethod) -> [PageField] {
        switch method {
        case .card: [.number, .expiry, .code]
        case .sepaDebit: [.holder, .iban]
        case .sofort: []
        }
    }

    /// The fields of a page besides the payment's own. A page without a billing address asks for a country only with
    /// Sofort, which leads to banks of one country.
    static func addressFields(_ facts: PageFacts) -> [PageField] {
        guard facts.collectsBillingAddress else {
            return facts.allowedCountry != nil || facts.method == .sofort ? [.country] : []
        }
        // The name of the account's holder is one of the payment's fields already.
        return (facts.method == .sepaDebit ? [] : [.name]) + [.line, .postalCode, .city, .country]
    }

    /// The codes of the countries that a customer may choose.
    static func countries(_ facts: PageFacts) -> [String] {
        if let allowed = facts.allowedCountry { return [allowed] }
        return facts.method == .sofort ? ["AT", "BE", "DE", "IT", "NL", "ES"] : CountryName.codes
    }

    /// The most characters of a text; longer ones are refused.
    var lengthMax: Int {
        switch self {
        case .number: 23
        case .expiry: 9
        case .code: 4
        case .iban: 42
        case .holder, .name: 70
        case .line: 100
        case .city: 60
        case .postalCode: 20
        case .country: 2
        }
    }
}

/// The literals in a field's element.
struct PageFieldText {
    /// Also its name in the form.
    let id: StaticString
    let label: StaticString
    let autocomplete: StaticString
    let errorID: StaticString
    var hint: StaticString?
    var hintID: StaticString = ""
    /// `aria-describedby` if there are an error and a hint.
    var errorAndHintID: StaticString = ""
    var inputMode: StaticString = "text"
    var pattern: StaticString?
    var patternHelp: StaticString = ""
}

extension PageField {
    /// The literals of the field's element.
    var text: PageFieldText {
        switch self {
        case .number:
            PageFieldText(
                id: "number", label: "Card number", autocomplete: "cc-number", errorID: "number-error",
                inputMode: "numeric", pattern: "[0-9 \\-]{12,23}", patternHelp: "12 to 19 digits")
        case .expiry:
            PageFieldText(
                id: "expiry", label: "Expiry date", autocomplete: "cc-exp", errorID: "expiry-error",
                hint: "MM / YY", hintID: "expiry-hint", errorAndHintID: "expiry-error expiry-hint",
                inputMode: "numeric", pattern: "\\s*[0-9]{2} ?/? ?[0-9]{2}([0-9]{2})?\\s*",
                patternHelp: "Month and year, for example 04/32")
        case .code:
            PageFieldText(
                id: "code", label: "Security code", autocomplete: "cc-csc", errorID: "code-error",
                hint: "CVC, 3 or 4 digits", hintID: "code-hint", errorAndHintID: "code-error code-hint",
                inputMode: "numeric", pattern: "[0-9]{3,4}", patternHelp: "3 or 4 digits")
        case .holder:
            PageFieldText(
                id: "holder", label: "Account holder", autocomplete: "name", errorID: "holder-error")
        case .iban:
            PageFieldText(
                id: "iban", label: "IBAN", autocomplete: "off", errorID: "iban-error",
                pattern: "\\s*[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{11,38}",
                patternHelp: "Two letters, two digits, and 11 to 30 letters and digits more")
        case .name:
            PageFieldText(
                id: "name", label: "Full name", autocomplete: "billing name", errorID: "name-error")
        case .line:
            PageFieldText(
                id: "line", label: "Address", autocomplete: "billing address-line1", errorID: "line-error",
                hint: "Street and number", hintID: "line-hint",
                errorAndHintID: "line-error line-hint")
        case .postalCode:
            PageFieldText(
                id: "postalCode", label: "Postal code", autocomplete: "billing postal-code", errorID: "postalCode-error"
            )
        case .city:
            PageFieldText(
                id: "city", label: "City", autocomplete: "billing address-level2", errorID: "city-error")
        case .country:
            PageFieldText(
                id: "country", label: "Country", autocomplete: "billing country", errorID: "country-error")
        }
    }
}
