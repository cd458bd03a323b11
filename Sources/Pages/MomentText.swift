package import Wire

extension Timestamp {
    /// A moment for people, to the minute: `21 November 2026, 14:30 UTC`.
    var pageText: String {
        let minutes = Int(microseconds).flooredQuotientAndRemainder(dividingBy: 60_000_000).quotient
        let minute = minutes.flooredQuotientAndRemainder(dividingBy: 1_440).remainder
        let date = day
        var time: [UInt8] = []
        Decimal.append(minute / 60, digits: 2, to: &time)
        time.append(UInt8(ascii: ":"))
        Decimal.append(minute % 60, digits: 2, to: &time)
        return "\(date.day) \(Self.months[date.month - 1]) \(date.year), \(String(decoding: time, as: UTF8.self)) UTC"
    }

    /// The day in UTC.
    package var day: CalendarDate {
        let days = Int(microseconds).flooredQuotientAndRemainder(dividingBy: 86_400_000_000).quotient
        return CalendarDate(daysSinceEpoch: days)
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
