/// `IMF-fixdate` of RFC 9110 §5.6.7, the one form in which HTTP writes a time: `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum HTTPDate {
    private static let days = Array("ThuFriSatSunMonTueWed".utf8)
    private static let months = Array("JanFebMarAprMayJunJulAugSepOctNovDec".utf8)

    /// The 29 octets for a time in seconds since 1970. Times outside the years 0 to 9999 are moved to the nearest end,
    /// since the form has four digits for the year.
    package static func render(secondsSince1970: Int64) -> [UInt8] {
        let seconds = min(max(secondsSince1970, -62_167_219_200), 253_402_300_799)
        let second = Int((seconds % 86_400 + 86_400) % 86_400)
        let day = Int((seconds - Int64(second)) / 86_400)
        let date = CalendarDate(daysSinceEpoch: day)
        let weekday = (day % 7 + 7) % 7
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text += days[(weekday * 3)..<(weekday * 3 + 3)]
        text += [0x2C, 0x20]
        Decimal.append(date.day, digits: 2, to: &text)
        text.append(0x20)
        text += months[(date.month * 3 - 3)..<(date.month * 3)]
        text.append(0x20)
        Decimal.append(date.year, digits: 4, to: &text)
        text.append(0x20)
        Decimal.append(second / 3600, digits: 2, to: &text)
        text.append(0x3A)
        Decimal.append(second / 60 % 60, digits: 2, to: &text)
        text.append(0x3A)
        Decimal.append(second % 60, digits: 2, to: &text)
        text += [0x20, 0x47, 0x4D, 0x54]
        return text
    }
}
