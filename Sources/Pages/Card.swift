import Wire

/// A card as a customer typed it, checked. It lives for one request: it is never stored, logged or shown again.
package struct Card: Sendable, CustomStringConvertible, CustomReflectable {
    private let digits: [UInt8]

    /// The outcome of a payment with the card in test mode.
    var outcome: TestCard.Outcome { TestCard.outcome(of: digits) }

    /// Has no digit of the card, so that no log line can contain one.
    package var description: String { "a card" }

    /// Has no digit of the card either.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// The fault of one field.
    enum Fault: Equatable {
        case missing
        case malformed
        /// The check digit does not fit (Luhn, ISO/IEC 7812-1 annex B).
        case mistyped
        case past
    }

    /// The faults of a form; at least one is set.
    struct Faults: Error, Equatable {
        var number: Fault?
        var expiry: Fault?
        var code: Fault?
    }

    /// Reads a form's `number`, `expiry` and `code`. Throws all faults together.
    ///
    /// - Parameter today: a card is valid to the end of its month.
    init(_ form: FormFields, today: CalendarDate) throws(Faults) {
        var faults = Faults()
        let digits = Self.compact(form["number"])
        faults.number = Self.fault(inNumber: digits)
        faults.expiry = Self.fault(inExpiry: ASCII.trimmed((form["expiry"] ?? [])[...]), today)
        faults.code = Self.fault(inCode: ASCII.trimmed((form["code"] ?? [])[...]))
        guard faults == Faults() else { throw faults }
        self.digits = digits
    }

    /// The digits without the blanks and hyphens by which people group them.
    private static func compact(_ text: [UInt8]?) -> [UInt8] {
        (text ?? []).filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    }

    private static func fault(inNumber digits: [UInt8]) -> Fault? {
        if digits.isEmpty { return .missing }
        // ISO/IEC 7812-1: at most 19 digits; no issuer has fewer than 12.
        guard (12...19).contains(digits.count), digits.allSatisfy(ASCII.isDigit) else { return .malformed }
        return passesLuhn(digits) ? nil : .mistyped
    }

    /// Whether the last digit is the right check digit of the others.
    package static func passesLuhn(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (index, digit) in digits.reversed().enumerated() {
            let value = Int(digit &- 0x30)
            let doubled = value * 2
            sum += index % 2 == 0 ? value : doubled > 9 ? doubled - 9 : doubled
        }
        return sum % 10 == 0
    }

    /// `MM/YY` or `MM/YYYY`, with or without the slash and with blanks around it.
    private static func fault(inExpiry text: ArraySlice<UInt8>, _ today: CalendarDate) -> Fault? {
        if text.isEmpty { return .missing }
        let digits = text.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "/") }
        let slashes = text.count { $0 == UInt8(ascii: "/") }
        guard slashes <= 1, digits.count == 4 || digits.count == 6,
            slashes == 0 || text.prefix(while: { $0 != UInt8(ascii: "/") }).count(where: ASCII.isDigit) == 2,
            let month = ASCII.natural(digits.prefix(2)), (1...12).contains(month),
            let shortYear = ASCII.natural(digits.dropFirst(2))
        else { return .malformed }
        let century = today.year / 100 * 100
        let year = digits.count == 4 ? century + shortYear : shortYear
        guard (2_000..<century + 100).contains(year) else { return .malformed }
        return (year, month) < (today.year, today.month) ? .past : nil
    }

    private static func fault(inCode text: ArraySlice<UInt8>) -> Fault? {
        if text.isEmpty { return .missing }
        return (3...4).contains(text.count) && text.allSatisfy(ASCII.isDigit) ? nil : .malformed
    }
}
