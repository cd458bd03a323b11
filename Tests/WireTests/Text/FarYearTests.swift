import Testing
import Wire

@Suite struct `Years` {
    @Test(arguments: [
        (2_026, "2026-01-31"), (0, "0000-01-31"), (9_999, "9999-01-31"), (10_000, "+10000-01-31"),
        (262_142, "+262142-01-31"), (-1, "-0001-01-31"), (-9_999, "-9999-01-31"), (-10_000, "-10000-01-31"),
        (-262_143, "-262143-01-31"), (1_000_000_000, "+1000000000-01-31"), (-1_000_000_000, "-1000000000-01-31"),
    ])
    func `are written with all their digits, at least four, and a sign where ISO 8601 requires one`(
        _ year: Int, _ text: String
    ) {
        #expect(CalendarDate(year: year, month: 1, day: 31)?.text == text)
    }
}
