extension Timestamp {
    /// Reads an RFC 3339 §5.6 date-time, such as `2026-01-02T03:04:05.678+01:00`; nil for anything else. Digits beyond
    /// microseconds are dropped. A leap second is refused, because the clocks of servers have none.
    package init?(rfc3339 text: ArraySlice<UInt8>) {
        var rest = text
        guard let year = Self.number(4, &rest), Self.skip("-", &rest), let month = Self.number(2, &rest),
            Self.skip("-", &rest), let day = Self.number(2, &rest), Self.skip("Tt ", &rest),
            let hour = Self.number(2, &rest), hour < 24, Self.skip(":", &rest), let minute = Self.number(2, &rest),
            minute < 60, Self.skip(":", &rest), let second = Self.number(2, &rest), second < 60,
            let date = CalendarDate(year: year, month: month, day: day), let fraction = Self.fraction(&rest),
            let offset = Self.offset(&rest), rest.isEmpty
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(microseconds: Int64(seconds) * 1_000_000 + Int64(fraction))
    }

    private static func number(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return ASCII.natural(rest.prefix(count))
    }

    private static func skip(_ any: StaticString, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let byte = rest.first, any.withUTF8Buffer({ $0.contains(byte) }) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// The fraction in microseconds; 0 if there is no point, nil if no digit follows it.
    private static func fraction(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard skip(".", &rest) else { return 0 }
        let digits = rest.prefix(while: ASCII.isDigit)
        rest = rest.dropFirst(digits.count)
        guard !digits.isEmpty, var value = ASCII.natural(digits.prefix(6)) else { return nil }
        for _ in digits.prefix(6).count..<6 { value *= 10 }
        return value
    }

    /// How many seconds the written time is ahead of UTC; nil if the text is not an offset.
    private static func offset(_ rest: inout ArraySlice<UInt8>) -> Int? {
        if skip("Zz", &rest) { return 0 }
        let isBehind = rest.first == UInt8(ascii: "-")
        guard skip("+-", &rest), let hours = number(2, &rest), hours < 24, skip(":", &rest),
            let minutes = number(2, &rest), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isBehind ? -60 : 60)
    }
}
