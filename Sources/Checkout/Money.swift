import Wire

/// An ISO 4217 code: three capital letters.
package struct Currency: Sendable, Hashable, CustomStringConvertible {
    package let code: String

    /// Three letters, in upper case; nil for another text. Every code is accepted, also of a future currency.
    package init?(_ text: Span<UInt8>) {
        guard text.count == 3, text.indices.allSatisfy({ ASCII.isLetter(text[$0]) }) else { return nil }
        code = String(unsafeUninitializedCapacity: 3) { code in
            for index in text.indices { code.initializeElement(at: index, to: text[index] & 0xDF) }
            return 3
        }
    }

    /// A code that the program itself contains or that was stored. It is not checked.
    package init(stored code: String) {
        self.code = code
    }

    package var description: String { code }

    /// Decimal places of the minor unit (ISO 4217, list one); 2 for a code that is not listed.
    package var minorDigits: Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
            3
        case "CLF", "UYW":
            4
        default:
            2
        }
    }
}

/// An amount in minor units.
package struct Money: Sendable, Hashable {
    /// Minor units: kobo, cents. JSON readers that keep numbers as doubles keep it exactly up to ``unitsMax``.
    package let units: Int64
    package let currency: Currency

    /// 2^53 - 1, the largest integer that every JSON reader keeps exactly (RFC 8259 §6).
    package static let unitsMax: Int64 = 9_007_199_254_740_991

    package init(units: Int64, currency: Currency) {
        self.units = units
        self.currency = currency
    }
}
