import Checkout
import Wire

extension Money {
    /// As people read it: the currency's own decimal places, thousands grouped by commas, and a sign that is this
    /// currency's alone, else its code. Exact: the digits are the integer's own.
    var text: String {
        var digits = Array(String(units.magnitude).utf8)
        let missing = max(0, currency.minorDigits + 1 - digits.count)
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: 0)
        let whole = digits.dropLast(currency.minorDigits)
        var out: [UInt8] = []
        for (place, digit) in whole.enumerated() {
            if place > 0, (whole.count - place) % 3 == 0 { out.append(UInt8(ascii: ",")) }
            out.append(digit)
        }
        if currency.minorDigits > 0 {
            out.append(UInt8(ascii: "."))
            out += digits.suffix(currency.minorDigits)
        }
        let number = String(decoding: out, as: UTF8.self)
        let sign = units < 0 ? "-" : ""
        if let symbol = currency.symbol { return "\(sign)\(symbol)\(number)" }
        // A space that does not break, so that code and number stay on one line.
        return "\(currency.code)\u{A0}\(sign)\(number)"
    }
}

extension Currency {
    /// Signs that no other currency is written with; a bare `$` or `¥` would leave open whose it is.
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

extension Timestamp {
    /// A moment for people, to the minute: `21 November 2026, 14:30 UTC`.
    var pageText: String {
        let minutes = microseconds / 60_000_000 - (microseconds % 60_000_000 < 0 ? 1 : 0)
        let days = minutes / 1_440 - (minutes % 1_440 < 0 ? 1 : 0)
        let minute = Int(truncatingIfNeeded: minutes - days * 1_440)
        let date = day
        var time: [UInt8] = []
        Decimal.append(minute / 60, digits: 2, to: &time)
        time.append(UInt8(ascii: ":"))
        Decimal.append(minute % 60, digits: 2, to: &time)
        return "\(date.day) \(Self.months[date.month - 1]) \(date.year), \(String(decoding: time, as: UTF8.self)) UTC"
    }

    /// The day in UTC.
    var day: CalendarDate {
        let days = microseconds / 86_400_000_000 - (microseconds % 86_400_000_000 < 0 ? 1 : 0)
        return CalendarDate(daysSinceEpoch: Int(truncatingIfNeeded: days))
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
