package import Checkout

extension Money {
    /// The amount for people: the currency's own decimal places, commas between thousands, and a sign that only this
    /// currency has, otherwise its code. It is exact, because the digits are the integer's own.
    var text: String {
        let sign = units < 0 ? "-" : ""
        if let symbol = currency.symbol { return "\(sign)\(symbol)\(figures)" }
        // A space that does not break, so that code and number stay on one line.
        return "\(currency.code)\u{A0}\(sign)\(figures)"
    }

    /// As ``text``, but always with the currency's code: for columns, and for terminals that may lack a sign.
    package var codedText: String { "\(currency.code) \(units < 0 ? "-" : "")\(figures)" }

    private var figures: String {
        var digits = Array(String(units.magnitude).utf8)
        let missing = max(0, currency.minorDigits + 1 - digits.count)
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: 0)
        let whole = digits.dropLast(currency.minorDigits)
        var out: [UInt8] = []
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { out.append(UInt8(ascii: ",")) }
            out.append(digit)
        }
        if currency.minorDigits > 0 {
            out.append(UInt8(ascii: "."))
            out += digits.suffix(currency.minorDigits)
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension Currency {
    /// A sign that no other currency has; `$` or `¥` alone would be ambiguous.
    var symbol: String? {
        switch code {
        case "USD": "US$"
        case "EUR": "€"
        case "GBP": "£"
        case "NGN": "₦"
        case "INR": "₹"
        case "KRW": "₩"
        case "ILS": "₪"
        case "VND": "₫"
        case "UAH": "₴"
        case "PHP": "₱"
        default: nil
        }
    }
}
