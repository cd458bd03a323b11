/// A moment in UTC, to the microsecond.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment this many seconds after 1970-01-01T00:00:00Z, or the first or last one that ``microseconds`` can
    /// hold.
    package init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// The first moment that RFC 3339 §5.6 can spell: a year has four digits there.
    package static let first = Timestamp(microseconds: -62_167_219_200_000_000)
    /// The last moment that RFC 3339 §5.6 can spell.
    package static let last = Timestamp(microseconds: 253_402_300_799_999_999)

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment this many microseconds later, or the first or last one that ``microseconds`` can hold.
    package func advanced(microseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Timestamp(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// As ``advanced(microseconds:)``, in seconds.
    package func advanced(seconds: Int64) -> Timestamp {
        advanced(microseconds: Timestamp(seconds: seconds).microseconds)
    }

    /// How many digits follow the seconds.
    package enum Fraction: Sendable {
        /// Always three, as JavaScript's `toISOString` writes.
        case milliseconds
        /// Six, or none if all are 0, as Python's `isoformat` writes.
        case microsecondsOrNone
        /// None, three or six, the fewest that lose nothing, as chrono writes.
        case shortest
    }

    /// The moment, or ``first`` or ``last`` if it lies beyond them. A store may hold such a moment, but a caller must
    /// get a text that other programs can read.
    package var spellable: Timestamp { min(max(self, Self.first), Self.last) }

    /// The ``spellable`` moment as RFC 3339 in UTC with a `Z`.
    package func rfc3339(_ fraction: Fraction) -> String {
        String(decoding: [UInt8](capacity: Self.bytesMax) { append(fraction, to: &$0) }, as: UTF8.self)
    }

    /// Appends what ``rfc3339(_:)`` returns.
    package func appendRFC3339(_ fraction: Fraction, to out: inout [UInt8]) {
        // All in one append, because each append checks whether the array is shared and how much it can hold.
        out.append(addingCapacity: Self.bytesMax) { append(fraction, to: &$0) }
    }

    /// The length in bytes of the longest date and of `T00:00:00.000000Z`.
    private static let bytesMax = CalendarDate.bytesMax + 17

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
