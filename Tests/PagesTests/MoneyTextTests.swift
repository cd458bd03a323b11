import Checkout
import Testing

@testable import Pages

@Suite struct `An amount on a page` {
    @Test(arguments: [
        (0, "USD", "US$0.00"), (5, "USD", "US$0.05"), (50, "USD", "US$0.50"), (1_900, "USD", "US$19.00"),
        (100_000, "EUR", "€1,000.00"), (1_500_000, "NGN", "₦15,000.00"), (123_456_789, "GBP", "£1,234,567.89"),
        (0, "JPY", "JPY\u{A0}0"), (500, "JPY", "JPY\u{A0}500"), (1_234_567, "JPY", "JPY\u{A0}1,234,567"),
        (999, "KRW", "₩999"), (1_000, "KRW", "₩1,000"), (1, "ISK", "ISK\u{A0}1"),
        (1, "BHD", "BHD\u{A0}0.001"), (1_234, "BHD", "BHD\u{A0}1.234"), (1_234_567, "KWD", "KWD\u{A0}1,234.567"),
        (1, "CLF", "CLF\u{A0}0.0001"), (12_345, "UYW", "UYW\u{A0}1.2345"), (10_000_000, "CLF", "CLF\u{A0}1,000.0000"),
        (100, "XYZ", "XYZ\u{A0}1.00"), (-1_900, "USD", "-US$19.00"), (-5, "CHF", "CHF\u{A0}-0.05"),
        (Money.unitsMax, "USD", "US$90,071,992,547,409.91"), (Int64.max, "JPY", "JPY\u{A0}9,223,372,036,854,775,807"),
        (Int64.min, "JPY", "JPY\u{A0}-9,223,372,036,854,775,808"),
    ])
    func `is shown in its currency's own decimal places`(_ units: Int64, _ code: String, _ text: String) {
        #expect(Money(units: units, currency: Currency(stored: code)).text == text)
    }
}
