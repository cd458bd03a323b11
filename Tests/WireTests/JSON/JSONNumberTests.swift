import Testing
import Wire

@Suite struct `JSON number` {
    private static let long = String(repeating: "1", count: 20_000)
    private static let zeros = String(repeating: "0", count: 20_000)

    @Test(
        arguments: [
            ("0", .exactly(0)), ("-0", .exactly(0)), ("0.0", .exactly(0)), ("-0e5", .exactly(0)), ("1", .exactly(1)),
            ("-1", .exactly(-1)), ("10", .exactly(10)), ("1.0", .exactly(1)), ("1.5e3", .exactly(1_500)),
            ("0.1e1", .exactly(1)), ("100e-2", .exactly(1)), ("1E+2", .exactly(100)), ("0.001e3", .exactly(1)),
            ("-12.50e1", .exactly(-125)), ("1e18", .exactly(1_000_000_000_000_000_000)), ("1e19", .tooLarge),
            ("9223372036854775807", .exactly(.max)), ("9223372036854775808", .tooLarge),
            ("-9223372036854775808", .exactly(.min)), ("-9223372036854775809", .tooLarge),
            ("9223372036854775807.000", .exactly(.max)), ("922337203685477580.7e1", .exactly(.max)),
            ("-92233720368547758080e-1", .exactly(.min)), ("99999999999999999999", .tooLarge),
            ("9007199254740993.0", .exactly(9_007_199_254_740_993)), ("0.5", .fractional), ("1.5", .fractional),
            ("10e-2", .fractional), ("1e-400", .fractional), ("9223372036854775807.5", .fractional),
            ("1e400", .tooLarge),
            ("1e99999999999999999999", .tooLarge), ("-1e99999999999999999999", .tooLarge),
            ("1e-99999999999999999999", .fractional), ("0e99999999999999999999", .exactly(0)),
            ("0.0e-99999999999999999999", .exactly(0)), ("1e9223372036854775807", .tooLarge),
            ("1e-9223372036854775808", .fractional), ("1e00000000000000000000000001", .exactly(10)),
            (long, .tooLarge), ("0." + long, .fractional), ("0.\(zeros)1e20001", .exactly(1)),
            ("1\(zeros)e-20000", .exactly(1)), ("1\(zeros)e-20001", .fractional), ("1.\(zeros)", .exactly(1)),
            ("NaN", .fractional), ("Infinity", .tooLarge), ("-Infinity", .tooLarge), ("", .fractional),
            ("-", .fractional),
        ] as [(String, JSONNumber.Whole)])
    func `is whole in every spelling`(_ text: String, _ whole: JSONNumber.Whole) {
        #expect(JSONNumber.whole(Array(text.utf8).span) == whole)
        let inside = Array("[\(text)]".utf8)
        #expect(JSONNumber.whole(inside[1..<inside.count - 1].span) == whole)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1), ("-1", -1), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("99999999999999999999", nil), (long, nil),
            ("007", 7), ("1.0", nil), ("1e2", nil), ("", nil), ("-", nil), ("+1", nil), ("--1", nil), (" 1", nil),
            ("1 ", nil), ("٣", nil), ("0x1", nil), ("NaN", nil),
        ] as [(String, Int64?)])
    func `is an integer only in its plain spelling`(_ text: String, _ value: Int64?) {
        #expect(JSONNumber.int64(Array(text.utf8)[...]) == value)
        let inside = Array("[\(text)]".utf8)
        #expect(JSONNumber.int64(inside[1..<inside.count - 1]) == value)
    }

    @Test(
        arguments: [
            ("0", 0), ("1.5", 1.5), ("-0.1e1", -1), ("1e400", .infinity), ("-1e400", -.infinity), ("1e-400", 0),
            ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude),
            ("9007199254740993.0", 9_007_199_254_740_992), ("0.30000000000000004", 0.30000000000000004),
            ("1e99999999999999999999", .infinity), ("1e-99999999999999999999", 0), (long, .infinity),
            ("0." + long, 0.1111111111111111), ("Infinity", .infinity), ("-Infinity", -.infinity),
        ] as [(String, Double)])
    func `is the nearest double`(_ text: String, _ value: Double) {
        #expect(JSONNumber.double(Array(text.utf8)[...]) == value)
    }

    @Test func `keeps the sign of zero, and NaN, as doubles`() {
        #expect(JSONNumber.double(Array("-0.0".utf8)[...]).sign == .minus)
        #expect(JSONNumber.double(Array("NaN".utf8)[...]).isNaN)
    }
}
