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
        let (year, month, dayOfMonth) = civil(daysSince1970: day)
        let weekday = (day % 7 + 7) % 7
        var text: [UInt8] = []
        text.reserveCapacity(29)
        text += days[(weekday * 3)..<(weekday * 3 + 3)]
        text += [0x2C, 0x20]
        append(dayOfMonth, to: &text)
        text.append(0x20)
        text += months[(month * 3 - 3)..<(month * 3)]
        text.append(0x20)
        append(year / 100, to: &text)
        append(year % 100, to: &text)
        text.append(0x20)
        append(second / 3600, to: &text)
        text.append(0x3A)
        append(second / 60 % 60, to: &text)
        text.append(0x3A)
        append(second % 60, to: &text)
        text += [0x20, 0x47, 0x4D, 0x54]
        return text
    }

    private static func append(_ twoDigits: Int, to text: inout [UInt8]) {
        text.append(0x30 + UInt8(truncatingIfNeeded: twoDigits / 10))
        text.append(0x30 + UInt8(truncatingIfNeeded: twoDigits % 10))
    }

    /// The Gregorian date of a day. Years are counted from March, so that the leap day ends the year and each month's
    /// length follows from one linear rule; 400 years have 146,097 days.
    private static func civil(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let days = daysSince1970 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
