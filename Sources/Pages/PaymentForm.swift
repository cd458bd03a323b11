package import Checkout
package import Wire

/// A form that pays, checked as a whole. Only the outcome of the payment is kept: no card, no account and no address.
package struct PaymentForm: Sendable {
    /// The fault of each field, in words for the customer; at least one field has one.
    package struct Faults: Error, Equatable {
        let sentences: [PageField: String]
    }

    /// The outcome of the payment in test mode.
    package let outcome: TestCard.Outcome

    /// Reads the fields that a page with these facts has. Throws all faults together.
    ///
    /// - Parameter today: a card is valid to the end of its month.
    package init(_ form: FormFields, _ facts: PageFacts, today: CalendarDate) throws(Faults) {
        var sentences = Self.faults(inAddress: form, facts)
        var outcome: TestCard.Outcome?
        switch facts.method {
        case .card:
            do throws(Card.Faults) {
                outcome = try Card(form, today: today).outcome
            } catch {
                sentences[.number] = error.number.map(PageWords.number)
                sentences[.expiry] = error.expiry.map(PageWords.expiry)
                sentences[.code] = error.code.map(PageWords.code)
            }
        case .sepaDebit:
            sentences[.holder] = Self.fault(inText: form, .holder)
            do throws(BankAccount.Fault) {
                outcome = try BankAccount(iban: form["iban"] ?? []).outcome
            } catch {
                sentences[.iban] = PageWords.iban(error)
            }
        case .sofort:
            // The customer's bank decides, which the next page simulates.
            outcome = .needsConfirmation
        }
        guard let outcome, sentences.isEmpty else { throw Faults(sentences: sentences) }
        self.outcome = outcome
    }

    private static func faults(inAddress form: FormFields, _ facts: PageFacts) -> [PageField: String] {
        var sentences: [PageField: String] = [:]
        for field in PageField.addressFields(facts) {
            sentences[field] = field == .country ? fault(inCountry: form, facts) : fault(inText: form, field)
        }
        return sentences
    }

    private static func fault(inText form: FormFields, _ field: PageField) -> String? {
        let text = String(decoding: ASCII.trimmed(form[field][...]), as: UTF8.self)
        if text.isEmpty { return PageWords.missing(field) }
        let isText = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        return isText && text.unicodeScalars.count <= field.lengthMax ? nil : PageWords.tooLong(field)
    }

    /// A form without a country means the only one that can be chosen.
    private static func fault(inCountry form: FormFields, _ facts: PageFacts) -> String? {
        let countries = PageField.countries(facts)
        guard let given = form["country"] else { return countries.count == 1 ? nil : PageWords.missing(.country) }
        if given.isEmpty { return PageWords.missing(.country) }
        return countries.contains { Array($0.utf8) == given } ? nil : PageWords.country(countries)
    }
}

extension FormFields {
    /// The bytes of a field's value; empty if the form does not have the field.
    fileprivate subscript(_ field: PageField) -> [UInt8] { self[field.text.id] ?? [] }
}
