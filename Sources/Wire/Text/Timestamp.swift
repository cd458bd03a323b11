/// A moment in UTC, to the microsecond, that RFC 3339 §5.6 can spell: its year is 0 to 9999.
///
/// A moment beyond these years becomes ``first`` or ``last``, so that every moment of a session can be written in every
/// answer.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    /// The years 0 to 9999.
    private static let microsecondsMin: Int64 = -62_167_219_200_000_000
    private static let microsecondsMax: Int64 = 253_402_300_799_999_999

    /// The moment this many microseconds after 1970-01-01T00:00:00Z, or ``first`` or ``last`` if it lies beyond them.
    package init(microseconds: Int64) {
        self.microseconds = min(max(microseconds, Self.microsecondsMin), Self.microsecondsMax)
    }

    /// As ``init(microseconds:)``, in seconds.
    package init(seconds: Int64) {
        self.init(microseconds: Self.microseconds(ofSeconds: seconds))
    }

    /// The beginning of the year 0.
    package static let first = Timestamp(microseconds: microsecondsMin)
    /// The end of the year 9999.
    package static let last = Timestamp(microseconds: microsecondsMax)

    /// A number of seconds in microseconds, or the nearest number that an `Int64` holds.
    package static func microseconds(ofSeconds seconds: Int64) -> Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The moment this many microseconds later, or ``first`` or ``last`` if it lies beyond them.
    package func advanced(microseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Timestamp(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// As ``advanced(microseconds:)``, in seconds.
    package func advanced(seconds: Int64) -> Timestamp {
        advanced(microseconds: Self.microseconds(ofSeconds: seconds))
    }

    /// The moment exactly this many seconds later; nil if RFC 3339 cannot spell it.
    package func advanced(exactlySeconds seconds: Int64) -> Timestamp? {
        let (sum, overflow) = microseconds.addingReportingOverflow(Self.microseconds(ofSeconds: seconds))
        let moment = Timestamp(microseconds: sum)
        return overflow || moment.microseconds != sum ? nil : moment
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

    /// RFC 3339 in UTC with a `Z`.
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
        let (seconds, rest) = Int(microseconds).flooredQuotientAndRemainder(dividingBy: 1_000_000)
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
