/// A day of the proleptic Gregorian calendar, as ISO 8601 counts them.
package struct CalendarDate: Sendable, Equatable {
    package let year: Int
    /// 1…12.
    package let month: Int
    /// 1…31.
    package let day: Int

    /// The largest distance of a year from 0. The bound keeps the count of days from overflowing.
    private static let yearMax = 1_000_000_000
    /// More days than ``yearMax`` years have, and more than a ``Timestamp`` reaches.
    private static let daysMax = 366 * yearMax

    /// Nil if the calendar has no such day, or if the year is more than 10⁹ away from 0.
    package init?(year: Int, month: Int, day: Int) {
        guard (-Self.yearMax...Self.yearMax).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day this many days after 1970-01-01; beyond `daysMax` days, the first or last day within them.
    package init(daysSinceEpoch: Int) {
        let days = min(max(daysSinceEpoch, -Self.daysMax), Self.daysMax)
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days after 1970-01-01; negative before it.
    package var daysSinceEpoch: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The length in bytes of the longest date, which has a year of ten digits and a sign.
    static let bytesMax = 17

    /// Appends `YYYY-MM-DD`; a year before 0 or after 9999 gets a sign and as many digits as it needs. `out` must have
    /// room for ``bytesMax``.
    func append(to out: inout OutputSpan<UInt8>) {
        // ISO 8601 requires a sign before a year of more than four digits.
        if year > 9_999 { out.append(UInt8(ascii: "+")) }
        Decimal.append(year, digits: 4, to: &out)
        out.append(UInt8(ascii: "-"))
        Decimal.append(month, digits: 2, to: &out)
        out.append(UInt8(ascii: "-"))
        Decimal.append(day, digits: 2, to: &out)
    }

    /// `YYYY-MM-DD`.
    package var text: String {
        String(decoding: [UInt8](capacity: Self.bytesMax) { append(to: &$0) }, as: UTF8.self)
    }

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}
