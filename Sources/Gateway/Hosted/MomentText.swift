import Wire

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
