/// `IMF-fixdate` of RFC 9110 §5.6.7, the only form in which a server may write a time: `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let days: [StaticString] = ["Thu, ", "Fri, ", "Sat, ", "Sun, ", "Mon, ", "Tue, ", "Wed, "]
    private static let months: [StaticString] = [
        " Jan ", " Feb ", " Mar ", " Apr ", " May ", " Jun ", " Jul ", " Aug ", " Sep ", " Oct ", " Nov ", " Dec ",
    ]
    private static let byteCount = 29

    /// The 29 bytes for a time in seconds since 1970. A time before year 0 or after 9999 becomes the first or last
    /// moment of these years, because the form has four digits for the year.
    package static func render(secondsSince1970: Int64) -> [UInt8] {
        let seconds = Int(min(max(secondsSince1970, -62_167_219_200), 253_402_300_799))
        let (day, second) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CalendarDate(daysSinceEpoch: day)
        return [UInt8](capacity: byteCount) { text in
            append(days[day.flooredQuotientAndRemainder(dividingBy: 7).remainder], to: &text)
            Decimal.append(date.day, digits: 2, to: &text)
            append(months[date.month - 1], to: &text)
            Decimal.append(date.year, digits: 4, to: &text)
            append(" ", to: &text)
            ClockTime.append(second: second, to: &text)
            append(" GMT", to: &text)
        }
    }

    private static func append(_ part: StaticString, to text: inout OutputSpan<UInt8>) {
        part.withUTF8Buffer { for byte in $0 { text.append(byte) } }
    }
}
