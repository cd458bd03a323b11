import Testing
import Wire

@Suite struct `Calendar date` {
    @Test func `comes back from two million days`() {
        var previous = CalendarDate(daysSinceEpoch: -1_000_001)
        for days in -1_000_000...1_000_000 {
            let date = CalendarDate(daysSinceEpoch: days)
            let isNextDay =
                date.year == previous.year && date.month == previous.month && date.day == previous.day + 1
                || date.year == previous.year && date.month == previous.month + 1 && date.day == 1
                || date.year == previous.year + 1 && date.month == 1 && date.day == 1 && previous.month == 12
            guard isNextDay, date.daysSinceEpoch == days,
                CalendarDate(year: date.year, month: date.month, day: date.day) == date
            else {
                Issue.record("day \(days) is \(date.text), after \(previous.text)")
                return
            }
            previous = date
        }
    }

    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (19_782, "2024-02-29"), (-719_468, "0000-03-01"),
        (-719_528, "0000-01-01"), (-719_529, "-0001-12-31"), (2_932_896, "9999-12-31"), (2_932_897, "+10000-01-01"),
        (-4_371_953, "-10000-01-01"), (47_540, "2100-02-28"), (47_541, "2100-03-01"),
    ])
    func `is written as ISO 8601 does`(_ days: Int, _ text: String) {
        #expect(CalendarDate(daysSinceEpoch: days).text == text)
    }

    @Test(arguments: [
        (2024, 2, 29, true), (2023, 2, 29, false), (1900, 2, 29, false), (2000, 2, 29, true), (0, 2, 29, true),
        (-4, 2, 29, true), (-1, 2, 29, false), (2024, 2, 30, false), (2024, 4, 31, false), (2024, 12, 31, true),
        (2024, 1, 32, false), (2024, 0, 1, false), (2024, 13, 1, false), (2024, 1, 0, false), (2024, 1, -1, false),
        (1_000_000_000, 1, 1, true), (1_000_000_001, 1, 1, false), (.max, 1, 1, false), (.min, 12, 31, false),
        (2024, .max, 1, false), (2024, 1, .max, false),
    ])
    func `exists only where the calendar has it`(_ year: Int, _ month: Int, _ day: Int, _ exists: Bool) {
        let date = CalendarDate(year: year, month: month, day: day)
        #expect((date != nil) == exists)
        if let date { #expect(CalendarDate(daysSinceEpoch: date.daysSinceEpoch) == date) }
    }

    @Test(arguments: 1...12) func `has the right number of days in each month`(_ month: Int) {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        let last = lengths[month - 1]
        #expect(CalendarDate(year: 2023, month: month, day: last) != nil)
        #expect(CalendarDate(year: 2023, month: month, day: last + 1) == nil)
    }

    @Test func `does not trap at the ends of counting`() {
        #expect(CalendarDate(daysSinceEpoch: .max).year > 1_000_000_000)
        #expect(CalendarDate(daysSinceEpoch: .min).year < -1_000_000_000)
        #expect(CalendarDate(daysSinceEpoch: .max) == CalendarDate(daysSinceEpoch: .max - 1))
        #expect(CalendarDate(daysSinceEpoch: .max).text == "+1002075934-07-24")
        #expect(CalendarDate(daysSinceEpoch: .min).text == "-1002071995-06-11")
    }
}
