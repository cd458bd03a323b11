import Testing
import Wire

@testable import Pages

@Suite struct `Card check` {
    private static let today = CalendarDate(year: 2_026, month: 11, day: 30)

    private func card(
        _ number: String = "4242424242424242", _ expiry: String = "12/39", _ code: String = "123"
    ) throws -> Card {
        func encoded(_ text: String) -> String {
            text.utf8.map { "%\(Hex.string([$0]))" }.joined()
        }
        let body = "number=\(encoded(number))&expiry=\(encoded(expiry))&code=\(encoded(code))"
        return try Card(FormFields(Array(body.utf8)[...]), today: #require(Self.today))
    }

    private func faults(_ number: String, _ expiry: String, _ code: String) -> Card.Faults? {
        do {
            _ = try card(number, expiry, code)
            return nil
        } catch {
            return error as? Card.Faults
        }
    }

    @Test(arguments: TestCard.paid.map { "\($0)" }) func `accepts the numbers that pay`(_ number: String) throws {
        #expect(Card.passesLuhn(Array(number.utf8)))
        #expect(try card(number).outcome == .paid)
    }

    @Test(arguments: TestCard.confirmed.map { "\($0)" }) func `asks for confirmation`(_ number: String) throws {
        #expect(Card.passesLuhn(Array(number.utf8)))
        #expect(try card(number).outcome == .needsConfirmation)
    }

    @Test(arguments: [
        ("4000000000000002", TestCard.Decline.declined), ("4000000000009995", .insufficientFunds),
        ("4111111111111111", .unknownCard), ("4000000000000069", .unknownCard), ("6304000000000000", .unknownCard),
    ])
    func `refuses a number for its reason`(_ number: String, _ refusal: TestCard.Decline) throws {
        #expect(Card.passesLuhn(Array(number.utf8)))
        #expect(try card(number).outcome == .refused(refusal))
    }

    @Test(arguments: ["4242 4242 4242 4242", "4242-4242-4242-4242", " 42424242 42424242 "])
    func `accepts a number in groups`(_ number: String) throws {
        #expect(try card(number).outcome == .paid)
    }

    @Test(arguments: [
        ("", Card.Fault.missing), ("   ", .missing), ("42424242424", .malformed), ("42424242424242424242", .malformed),
        ("4242424242424241", .mistyped), ("4242a24242424242", .malformed), ("4242４24242424242", .malformed),
        ("4242.4242.4242.4242", .malformed), ("+4242424242424242", .malformed), ("0x42424242424242", .malformed),
        ("424242424242424\u{0}", .malformed),
    ])
    func `refuses a text that is not a card number`(_ number: String, _ fault: Card.Fault) {
        #expect(faults(number, "12/39", "123") == Card.Faults(number: fault))
    }

    @Test(arguments: [
        "11/26", "12/26", "01/27", "1139", "11/2026", "11 / 26", " 1126 ", "112026", "12/99", "12/2099",
    ])
    func `accepts an expiry date to the end of its month`(_ expiry: String) throws {
        #expect(try card("4242424242424242", expiry).outcome == .paid)
    }

    @Test(arguments: [
        ("", Card.Fault.missing), ("10/26", .past), ("12/25", .past), ("01/00", .past), ("11/2025", .past),
        ("13/30", .malformed), ("00/30", .malformed), ("1/30", .malformed), ("12/3", .malformed),
        ("12/300", .malformed),
        ("12//30", .malformed), ("123/0", .malformed), ("12-30", .malformed), ("ab/cd", .malformed),
        ("12/1999", .malformed), ("12/2100", .malformed), ("+1/30", .malformed), ("/1230", .malformed),
        ("1230/", .malformed),
    ])
    func `refuses an expiry date`(_ expiry: String, _ fault: Card.Fault) {
        #expect(faults("4242424242424242", expiry, "123") == Card.Faults(expiry: fault))
    }

    @Test func `reads a year in the century of the day`() throws {
        let day = try #require(CalendarDate(year: 2_130, month: 5, day: 1))
        for (expiry, fault) in [
            ("04/30", Card.Fault.past), ("05/30", nil), ("12/2199", nil), ("12/2099", .past), ("12/2200", .malformed),
        ] {
            let form = try FormFields(Array("number=4242424242424242&code=123&expiry=\(expiry)".utf8)[...])
            var found: Card.Fault?
            do throws(Card.Faults) { _ = try Card(form, today: day) } catch { found = error.expiry }
            #expect(found == fault, "\(expiry)")
        }
    }

    @Test(arguments: [
        ("", Card.Fault.missing), ("12", .malformed), ("12345", .malformed), ("12a", .malformed), ("-12", .malformed),
    ])
    func `refuses a security code`(_ code: String, _ fault: Card.Fault) {
        #expect(faults("4242424242424242", "12/39", code) == Card.Faults(code: fault))
    }

    @Test func `reports all faults at once`() throws {
        #expect(faults("1", "x", "") == Card.Faults(number: .malformed, expiry: .malformed, code: .missing))
        #expect(throws: Card.Faults(number: .missing, expiry: .missing, code: .missing)) {
            try Card(FormFields([]), today: #require(Self.today))
        }
    }

    @Test func `prints none of its digits`() throws {
        let card = try card()
        var dumped = ""
        dump(card, to: &dumped)
        for text in ["\(card)", String(reflecting: card), String(describing: Optional(card)), dumped] {
            #expect(!text.contains("42"), "\(text)")
        }
    }
}
