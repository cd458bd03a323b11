import Testing
import Wire

@Suite struct `RFC 3339 timestamp` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            (1, "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:00.000001Z"),
            (1_000, "1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.001000Z", "1970-01-01T00:00:00.001Z"),
            (999_999, "1970-01-01T00:00:00.999Z", "1970-01-01T00:00:00.999999Z", "1970-01-01T00:00:00.999999Z"),
            (-1, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
            (-1_000, "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999000Z", "1969-12-31T23:59:59.999Z"),
            (-1_000_000, "1969-12-31T23:59:59.000Z", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
            (
                951_827_696_120_000, "2000-02-29T12:34:56.120Z", "2000-02-29T12:34:56.120000Z",
                "2000-02-29T12:34:56.120Z"
            ),
            (
                1_709_251_199_999_999, "2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999999Z",
                "2024-02-29T23:59:59.999999Z"
            ),
            (
                1_782_208_800_123_456, "2026-06-23T10:00:00.123Z", "2026-06-23T10:00:00.123456Z",
                "2026-06-23T10:00:00.123456Z"
            ),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z", "2100-03-01T00:00:00Z", "2100-03-01T00:00:00Z"),
            (4_107_542_399_000_000, "2100-02-28T23:59:59.000Z", "2100-02-28T23:59:59Z", "2100-02-28T23:59:59Z"),
            (
                253_402_300_799_999_999, "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999999Z",
                "9999-12-31T23:59:59.999999Z"
            ),
            (
                253_402_300_800_000_000, "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999999Z",
                "9999-12-31T23:59:59.999999Z"
            ),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            (
                -62_167_219_200_000_001, "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z"
            ),
            (.max, "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
            (.min, "0000-01-01T00:00:00.000Z", "0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ] as [(Int64, String, String, String)])
    func `is written as three libraries write it`(
        _ microseconds: Int64, _ milliseconds: String, _ microsecondsOrNone: String, _ shortest: String
    ) {
        let moment = Timestamp(microseconds: microseconds)
        #expect(moment.rfc3339(.milliseconds) == milliseconds)
        #expect(moment.rfc3339(.microsecondsOrNone) == microsecondsOrNone)
        #expect(moment.rfc3339(.shortest) == shortest)
    }

    @Test func `is limited to the years of four digits`() {
        let (first, last) = (Timestamp.first, Timestamp.last)
        #expect(first.microseconds == -62_167_219_200_000_000)
        #expect(last.microseconds == 253_402_300_799_999_999)
        for beyond in [last.microseconds + 1, 9_223_372_036_854_775_807] {
            #expect(Timestamp(microseconds: beyond) == last)
        }
        for beyond in [first.microseconds - 1, -9_223_372_036_854_775_808] {
            #expect(Timestamp(microseconds: beyond) == first)
        }
        #expect(last.advanced(microseconds: 1) == last)
        #expect(last.advanced(microseconds: .max) == last)
        #expect(first.advanced(microseconds: -1) == first)
        #expect(first.advanced(microseconds: .min) == first)
        #expect(first.advanced(microseconds: .max) == last)
        #expect(Timestamp(seconds: .max) == last)
        #expect(Timestamp(seconds: .min) == first)
        #expect(Timestamp(seconds: 253_402_300_799).microseconds == 253_402_300_799_000_000)
        #expect(Timestamp(seconds: 253_402_300_800) == last)
        #expect(Timestamp(seconds: 4_294_967_295 * 3_600) == last)
    }

    @Test func `advances by an exact number of seconds, or returns nil`() {
        let moment = Timestamp(seconds: 253_402_300_000)
        #expect(moment.advanced(exactlySeconds: 799) == Timestamp(seconds: 253_402_300_799))
        #expect(moment.advanced(exactlySeconds: 800) == nil)
        #expect(moment.advanced(exactlySeconds: .max) == nil)
        #expect(Timestamp.first.advanced(exactlySeconds: -1) == nil)
        #expect(Timestamp.first.advanced(exactlySeconds: .min) == nil)
        #expect(Timestamp.last.advanced(exactlySeconds: 0) == .last)
    }

    @Test func `is ordered by time`() {
        #expect(Timestamp(seconds: -1) < Timestamp(microseconds: -1))
        #expect(Timestamp(microseconds: -1) < Timestamp(seconds: 0))
        #expect(!(Timestamp(seconds: 0) < Timestamp(microseconds: 0)))
        #expect(Timestamp(seconds: 1).advanced(microseconds: -1) == Timestamp(microseconds: 999_999))
    }

    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T01:00:00.25+01:00", 250_000),
            ("1969-12-31t23:59:59-00:01", 59_000_000),
            ("2000-02-29T12:00:00.1234567Z", 951_825_600_123_456),
        ] as [(String, Int64)])
    func `reads moments`(_ text: String, _ microseconds: Int64) {
        #expect(Timestamp(rfc3339: Array(text.utf8)[...])?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2000-01-01", "2000-13-01T00:00:00Z", "2000-01-01T24:00:00Z", "2000-01-01T00:00:60Z", "2000-01-01T00:00:00",
        "2000-01-01T00:00:00.Z", "2000-01-01T00:00:00Zx", "2000-01-01T00:00:00+1:00", "+000-01-01T00:00:00Z",
    ])
    func `reads no other texts as moments`(_ text: String) {
        #expect(Timestamp(rfc3339: Array(text.utf8)[...]) == nil)
    }
}
