/// A moment in UTC, to the microsecond.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Seconds since 1970-01-01T00:00:00Z; the last or first moment that can be told where there is none.
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// The first and the last moment that RFC 3339 §5.6 can spell: a year has four digits there.
    package static let first = Timestamp(microseconds: -62_167_219_200_000_000)
    /// See ``first``.
    package static let last = Timestamp(microseconds: 253_402_300_799_999_999)

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment so many microseconds later; the last or first that can be told where there is none.
    package func advanced(microseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Timestamp(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// As ``advanced(microseconds:)``, by seconds.
    package func advanced(seconds: Int64) -> Timestamp {
        advanced(microseconds: Timestamp(seconds: seconds).microseconds)
    }

    /// How many digits follow the seconds.
    package enum Fraction: Sendable {
        /// Three, always: what JavaScript's `toISOString` writes.
        case milliseconds
        /// Six, or none where all are 0: what Python's `isoformat` writes.
        case microsecondsOrNone
        /// None, three or six, as few as tell it all: what chrono writes.
        case shortest
    }

    /// The moment itself, or ``first`` or ``last`` where it lies beyond them. A store may hold such moments; who reads one
    /// must not get a text that no other program reads.
    package var spellable: Timestamp { min(max(self, Self.first), Self.last) }

    /// RFC 3339 in UTC with a `Z`, of the moment as far as it is ``spellable``.
    package func rfc3339(_ fraction: Fraction) -> String {
        String(decoding: [UInt8](capacity: Self.octetsMax) { append(fraction, to: &$0) }, as: UTF8.self)
    }

    /// Appends what ``rfc3339(_:)`` answers.
    package func appendRFC3339(_ fraction: Fraction, to out: inout [UInt8]) {
        // In one step, because each append to an array looks anew at who else holds it and at how much it can take.
        out.append(addingCapacity: Self.octetsMax) { append(fraction, to: &$0) }
    }

    /// A day, and `T00:00:00.000000Z`.
    private static let octetsMax = CalendarDate.octetsMax + 17

    private func append(_ fraction: Fraction, to out: inout OutputSpan<UInt8>) {
        let (seconds, rest) = Int(spellable.microseconds).flooredQuotientAndRemainder(dividingBy: 1_000_000)
        let (days, secondOfDay) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        CalendarDate(daysSinceEpoch: days).append(to: &out)
        out.append(UInt8(ascii: "T"))
        ClockTime.append(second: secondOfDay, to: &out)
        switch fraction {
        case .microsecondsOrNone where rest == 0, .shortest where rest == 0:
            break
        case .milliseconds,
            .shortest where rest % 1_000 == 0:
            out.append(UInt8(ascii: "."))
            Decimal.append(rest / 1_000, digits: 3, to: &out)
        case .microsecondsOrNone, .shortest:
            out.append(UInt8(ascii: "."))
            Decimal.append(rest, digits: 6, to: &out)
        }
        out.append(UInt8(ascii: "Z"))
    }
}
