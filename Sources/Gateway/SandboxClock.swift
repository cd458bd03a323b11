import Checkout
import Storage
import Synchronization
import Wire

/// A clock that can be put forward, so that a test need not wait for what time does: sessions that expire, sweeps, and
/// keys that are forgotten. It never goes back, because ids and timelines do not.
final class SandboxClock: Clock {
    /// The setting that keeps how far it was put forward, in microseconds, so that a restart does not turn time back.
    static let settingName = "sandbox_clock"

    /// The last second of the year 9999: four digits of a year are all that RFC 3339 has.
    static let last = Timestamp(seconds: 253_402_300_799)

    private let base: any Clock
    private let offset: Atomic<Int64>

    init(_ base: any Clock, offsetMicroseconds: Int64) {
        self.base = base
        offset = Atomic(max(0, offsetMicroseconds))
    }

    var now: Timestamp { base.now.advanced(microseconds: offsetMicroseconds) }

    /// Durations are of the machine's own time.
    var ticks: Int64 { base.ticks }

    /// How far it is ahead of the machine's clock.
    var offsetMicroseconds: Int64 { offset.load(ordering: .acquiring) }

    /// What has to become of the setting for the clock to stand at a moment; nil for a moment that is past, or beyond
    /// the last one.
    func adjustment(to moment: Timestamp) -> Adjustment? {
        guard moment >= now, moment <= Self.last else { return nil }
        return .raise(to: moment.microseconds - base.now.microseconds)
    }

    /// What has to become of the setting for the clock to be so much further ahead, exactly, whatever time passes
    /// meanwhile and whoever else puts it forward; nil beyond the last moment.
    func adjustment(advancing microseconds: Int64) -> Adjustment? {
        guard microseconds >= 0, now.advanced(microseconds: microseconds) <= Self.last else { return nil }
        return .add(microseconds, max: Self.last.microseconds - base.now.microseconds)
    }

    /// Goes as far ahead as the setting now says. The store puts those who change it at once in an order; who comes late
    /// with an earlier one changes nothing.
    func putForward(offsetMicroseconds: Int64) {
        offset.max(offsetMicroseconds, ordering: .acquiringAndReleasing)
    }

    /// Turns the clock of a store back to the machine's, for a gateway that goes by no other: a command that is not told
    /// the configuration takes its database for a sandbox's, and would end what has not ended.
    static func reset(_ writer: SQLiteWriter, _ reader: SQLiteReader) throws(StoreFailure) {
        guard try offsetMicroseconds(in: reader) != 0 else { return }
        try writer.set(settingName, to: Array("0".utf8))
    }

    /// How far the clock of this store was put forward; 0 where it never was.
    static func offsetMicroseconds(in reader: SQLiteReader) throws(StoreFailure) -> Int64 {
        try reader.integerSetting(settingName)
    }
}
