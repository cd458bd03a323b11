import Checkout

/// The forms. They post to the page's own URL, which is why they name none.
extension PageWriter {
    /// A field of the card form, in literals.
    private struct Field {
        let name: StaticString
        let label: StaticString
        let hint: StaticString?
        let hintID: StaticString
        let errorID: StaticString
        /// `aria-describedby` with and without an error.
        let describedWithError: StaticString
        let autocomplete: StaticString
        let lengthMax: StaticString
        let pattern: StaticString
        let patternHelp: StaticString
    }

    private static let number = Field(
        name: "number", label: "Card number", hint: nil, hintID: "number-hint", errorID: "number-error",
        describedWithError: "number-error", autocomplete: "cc-number", lengthMax: "23",
        pattern: "[0-9 \\-]{12,23}", patternHelp: "12 to 19 digits")
    private static let expiry = Field(
        name: "expiry", label: "Expiry date", hint: "MM / YY", hintID: "expiry-hint", errorID: "expiry-error",
        describedWithError: "expiry-error expiry-hint", autocomplete: "cc-exp", lengthMax: "9",
        pattern: "\\s*[0-9]{2} ?/? ?[0-9]{2}([0-9]{2})?\\s*", patternHelp: "Month and year, for example 04/32")
    private static let code = Field(
        name: "code", label: "Security code", hint: "CVC, 3 or 4 digits", hintID: "code-hint", errorID: "code-error",
        describedWithError: "code-error code-hint", autocomplete: "cc-csc", lengthMax: "4", pattern: "[0-9]{3,4}",
        patternHelp: "3 or 4 digits")

    /// The card form, above it what was wrong with the last try.
    static func cardPanel(
        _ view: PageView, _ faults: Card.Faults?, _ refusal: TestCard.Refusal?, to html: inout HTMLWriter
    ) {
        html.element("h2", .of("id", "task"), text: view.mode == .setup ? "Your card" : "Pay by card")
        if let refusal {
            html.element("p", .of("class", "alert"), .of("role", "alert"), text: PageWords.sentence(refusal))
        } else if faults != nil {
            html.element("p", .of("class", "alert"), .of("role", "alert")) { html in
                html.text("The card was not used. Correct what is marked below.")
            }
        }
        html.element("form", .of("method", "post")) { html in
            html.element("fieldset") { html in
                html.element("legend", text: "Card details")
                let wrong = [
                    faults?.number.map(PageWords.number), faults?.expiry.map(PageWords.expiry),
                    faults?.code.map(PageWords.code),
                ]
                // Where a try failed as a whole, the customer goes on at the first field.
                let first = wrong.firstIndex { $0 != nil } ?? (refusal == nil ? nil : 0)
                field(number, wrong[0], isFocused: first == 0, to: &html)
                html.element("div", .of("class", "pair")) { html in
                    field(expiry, wrong[1], isFocused: first == 1, to: &html)
                    field(code, wrong[2], isFocused: first == 2, to: &html)
                }
            }
            html.element(
                "button", .of("class", "button"), .of("type", "submit"), .of("name", "action"), .of("value", "pay"),
                text: PageWords.button(view))
        }
        cancelForm(view, to: &html)
        testCards(isOpen: refusal == .unknownCard, to: &html)
    }

    private static func field(_ field: Field, _ error: String?, isFocused: Bool, to html: inout HTMLWriter) {
        html.element("div", .of("class", "field")) { html in
            html.element("label", .of("for", field.name), text: "\(field.label)")
            if let hint = field.hint {
                html.element("span", .of("class", "hint"), .of("id", field.hintID), text: "\(hint)")
            }
            var attributes: [HTMLAttribute] = [
                .of("id", field.name), .of("name", field.name), .of("type", "text"), .of("inputmode", "numeric"),
                .of("autocomplete", field.autocomplete), .of("maxlength", field.lengthMax),
                .of("pattern", field.pattern), .of("title", field.patternHelp), .of("spellcheck", "false"),
                .flag("required"),
            ]
            if error != nil {
                attributes += [.of("aria-invalid", "true"), .of("aria-describedby", field.describedWithError)]
            } else if field.hint != nil {
                attributes.append(.of("aria-describedby", field.hintID))
            }
            if isFocused { attributes.append(.flag("autofocus")) }
            html.void("input", attributes)
            if let error { html.element("p", .of("class", "error"), .of("id", field.errorID), text: error) }
        }
    }

    /// The step that stands in for the customer's bank.
    static func confirmationPanel(_ view: PageView, to html: inout HTMLWriter) {
        html.element("h2", .of("id", "task"), text: "Confirm it is you")
        html.element("p", text: PageWords.confirmation)
        html.element("form", .of("method", "post"), .of("class", "choices")) { html in
            html.element(
                "button", .of("class", "button"), .of("type", "submit"), .of("name", "action"), .of("value", "confirm"),
                text: view.mode == .setup ? "Confirm card" : "Confirm payment")
            html.element(
                "button", .of("class", "button second"), .of("type", "submit"), .of("name", "action"),
                .of("value", "fail"), text: "Refuse")
        }
        cancelForm(view, to: &html)
    }

    private static func cancelForm(_ view: PageView, to html: inout HTMLWriter) {
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

    private static func testCards(isOpen: Bool, to html: inout HTMLWriter) {
        html.element("aside", .of("class", "test"), .of("aria-label", "Test mode")) { html in
            html.element("p", text: PageWords.testMode)
            html.element("details", isOpen ? .flag("open") : .of("class", "closed")) { html in
                html.element("summary", text: "Test cards")
                html.element("ul") { html in
                    for card in TestCard.shown {
                        html.element("li") { html in
                            html.element("code", text: "\(card.number)")
                            html.text(" \(card.meaning)")
                        }
                    }
                }
                html.element("p", text: "Any expiry date in the future and any 3 digits will do.")
            }
        }
    }
}
