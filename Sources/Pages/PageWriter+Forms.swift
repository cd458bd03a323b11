import Checkout

/// Writes the forms. They have no `action`, so they post to the page's own URL.
extension PageWriter {
    /// The form that pays, with the faults of the last try above it.
    static func formPanel(
        _ view: PageView, _ faults: [PageField: String], _ refusal: TestCard.Decline?, to html: inout HTMLWriter
    ) {
        html.element("h2", .of("id", "task"), text: PageWords.formHeading(view))
        if let refusal {
            html.element("p", .of("class", "alert"), .of("role", "alert"), text: PageWords.sentence(refusal, view))
        } else if !faults.isEmpty {
            html.element("p", .of("class", "alert"), .of("role", "alert"), text: PageWords.corrections(view))
        }
        let own = PageField.fields(of: view.method)
        // If the last try failed as a whole, the focus is on the first field.
        let first = (own + view.addressFields).first { refusal != nil || faults[$0] != nil }
        html.element("form", .of("method", "post")) { html in
            let asksForAddress = view.addressFields.count > 1
            // A country without a billing address belongs to the payment's own fields.
            let details = asksForAddress ? own : own + view.addressFields
            if !details.isEmpty {
                html.element("fieldset") { html in
                    html.element("legend", text: PageWords.details(view))
                    fields(details, view, faults, first, to: &html)
                }
            }
            if asksForAddress {
                html.element("fieldset") { html in
                    html.element("legend", .of("class", "shown"), text: PageWords.address)
                    html.element("p", .of("class", "note"), text: PageWords.addressNote)
                    fields(view.addressFields, view, faults, first, to: &html)
                }
            }
            if let note = PageWords.note(view) { html.element("p", .of("class", "note"), text: note) }
            html.element(
                "button", .of("class", "button"), .of("type", "submit"), .of("name", "action"), .of("value", "pay"),
                text: PageWords.button(view))
        }
        cancelForm(view, to: &html)
        testValues(view, isOpen: refusal == .unknownCard || refusal == .unknownAccount, to: &html)
    }

    /// Fields below each other, short ones in pairs.
    private static func fields(
        _ fields: [PageField], _ view: PageView, _ faults: [PageField: String], _ first: PageField?,
        to html: inout HTMLWriter
    ) {
        for field in fields {
            switch field {
            case .expiry, .postalCode:
                html.element("div", .of("class", "pair")) { html in
                    for half in field == .expiry ? [PageField.expiry, .code] : [.postalCode, .city] {
                        self.field(half, view, faults[half], isFocused: first == half, to: &html)
                    }
                }
            case .code, .city: continue
            default: self.field(field, view, faults[field], isFocused: first == field, to: &html)
            }
        }
    }

    private static func field(
        _ field: PageField, _ view: PageView, _ error: String?, isFocused: Bool, to html: inout HTMLWriter
    ) {
        let text = field.text
        html.element("div", .of("class", "field")) { html in
            html.element("label", .of("for", text.id), text: "\(text.label)")
            if let hint = text.hint {
                html.element("span", .of("class", "hint"), .of("id", text.hintID), text: "\(hint)")
            }
            var attributes: [HTMLAttribute] = [
                .of("id", text.id), .of("name", text.id), .of("autocomplete", text.autocomplete), .flag("required"),
            ]
            if error != nil {
                attributes += [
                    .of("aria-invalid", "true"),
                    .of("aria-describedby", text.hint == nil ? text.errorID : text.errorAndHintID),
                ]
            } else if text.hint != nil {
                attributes.append(.of("aria-describedby", text.hintID))
            }
            if isFocused { attributes.append(.flag("autofocus")) }
            if field == .country {
                countries(view.countries, attributes, to: &html)
            } else {
                attributes += [
                    .of("type", "text"), .of("inputmode", text.inputMode), .number("maxlength", field.lengthMax),
                    .of("spellcheck", "false"),
                ]
                if let pattern = text.pattern {
                    attributes += [.of("pattern", pattern), .of("title", text.patternHelp)]
                }
                html.void("input", attributes)
            }
            if let error { html.element("p", .of("class", "error"), .of("id", text.errorID), text: error) }
        }
    }

    private static func countries(_ codes: [String], _ attributes: [HTMLAttribute], to html: inout HTMLWriter) {
        html.element("select", attributes) { html in
            if codes.count > 1 { html.element("option", .of("value", ""), text: PageWords.chooseCountry) }
            for code in codes { html.element("option", .choice(code), text: CountryName.of(code)) }
        }
    }

    /// The simulated step of the customer's bank.
    static func confirmationPanel(_ view: PageView, to html: inout HTMLWriter) {
        let choices = PageWords.choices(view)
        html.element("h2", .of("id", "task"), text: PageWords.confirming(view))
        html.element("p", text: PageWords.confirmation(view))
        html.element("form", .of("method", "post"), .of("class", "choices")) { html in
            html.element(
                "button", .of("class", "button"), .of("type", "submit"), .of("name", "action"), .of("value", "confirm"),
                text: choices.yes)
            html.element(
                "button", .of("class", "button second"), .of("type", "submit"), .of("name", "action"),
                .of("value", "fail"), text: choices.no)
        }
        cancelForm(view, to: &html)
    }

    static func cancelForm(_ view: PageView, to html: inout HTMLWriter) {
        html.element("form", .of("method", "post"), .of("class", "cancel")) { html in
            html.element(
                "button", .of("class", "plain"), .of("type", "submit"), .of("name", "action"), .of("value", "cancel")
            ) { html in
                html.text("Cancel")
                if let target = view.cancelTarget {
                    html.text(" and go back to ")
                    html.name(target.shownHost)
                }
            }
        }
    }

    private static func testValues(_ view: PageView, isOpen: Bool, to html: inout HTMLWriter) {
        html.element("aside", .of("class", "test"), .of("aria-label", "Test mode")) { html in
            html.element("p", text: PageWords.testMode(view))
            let values: [(value: StaticString, meaning: StaticString)] =
                switch view.method {
                case .card: TestCard.shown.map { ($0.number, $0.meaning) }
                case .sepaDebit: TestBankAccount.shown.map { ($0.iban, $0.meaning) }
                case .sofort: []
                }
            guard !values.isEmpty else { return }
            html.element("details", isOpen ? .flag("open") : .of("class", "closed")) { html in
                html.element("summary", text: view.method == .card ? "Test cards" : "Test accounts")
                html.element("ul") { html in
                    for value in values {
                        html.element("li") { html in
                            html.element("code", text: "\(value.value)")
                            html.text(" \(value.meaning)")
                        }
                    }
                }
                html.element(
                    "p",
                    text: view.method == .card
                        ? "Any expiry date in the future and any 3 digits will do." : "Any name will do.")
            }
        }
    }
}
