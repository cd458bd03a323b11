package import Checkout
import Synchronization
package import Wire

/// A clock that can be put forward, so that a test does not have to wait: for sessions to expire, for sweeps, and for
/// keys to be forgotten. It can only go back to the machine's time.
package final class SandboxClock: Clock {
    /// The setting in the store with the microseconds by which the clock is ahead, so that time does not go back at a
    /// restart.
    static let settingName = "sandbox_clock"

    /// Why the clock cannot be put to a moment.
    enum Fault: Error {
        /// The clock is later already.
        case past
        /// The moment is after ``SandboxClock/last``.
        case tooLate
    }

    /// The latest moment of the clock, where it stops. It is so far before the last one that RFC 3339 can spell that a
    /// session or an idempotency key that is made then still ends in time.
    let last: Timestamp

    private let base: any Clock
    private let offset: Atomic<Int64>

    /// - Parameters:
    ///   - base: the machine's clock.
    ///   - offsetMicroseconds: how far ahead of it.
    ///   - longestLifetimeSeconds: the longest default lifetime of a session.
    init(_ base: any Clock, offsetMicroseconds: Int64, longestLifetimeSeconds: Int64) {
        self.base = base
        offset = Atomic(max(0, offsetMicroseconds))
        let room = max(
            Timestamp.microseconds(ofSeconds: longestLifetimeSeconds), IdempotencyClaim.retentionMicroseconds)
        // A whole second, because people compare the clock with it.
        last = Timestamp(seconds: Timestamp.last.advanced(microseconds: -room).microseconds / 1_000_000)
    }

    package var now: Timestamp { Self.moment(base.now, offsetMicroseconds, last) }

    /// Durations are measured by the machine's own clock.
    package var ticks: Int64 { base.ticks }

    /// How far it is ahead of the machine's clock.
    var offsetMicroseconds: Int64 { offset.load(ordering: .acquiring) }

    /// The change of the setting that puts the clock to a moment. Throws a ``Fault``.
    func adjustment(to moment: Timestamp) throws(Fault) -> Adjustment {
        guard moment <= last else { throw .tooLate }
        guard moment >= now else { throw .past }
        return .raise(to: moment.microseconds - base.now.microseconds)
    }

    /// The change of the setting that puts the clock forward by exactly this much, even if time passes or another
    /// caller puts it forward meanwhile. Throws ``Fault/tooLate``.
    ///
    /// - Parameter microseconds: not negative.
    func adjustment(advancing microseconds: Int64) throws(Fault) -> Adjustment {
        guard now.advanced(microseconds: microseconds) <= last else { throw .tooLate }
        return .add(microseconds, max: last.microseconds - base.now.microseconds)
    }

    /// Takes over the value of the setting. The store delivers results in the order of its writes, on one thread, so
    /// the last value is the present one.
    func follow(offsetMicroseconds: Int64) {
        offset.store(offsetMicroseconds, ordering: .releasing)
    }

    /// Removes the setting, for a gateway that is not a sandbox. Otherwise a command without the configuration would
    /// take the database for a sandbox's, and would expire sessions that have not ended.
    static func reset(_ writer: any StoreWriter, _ reader: any StoreReader) throws(StoreFailure) {
        guard try offsetMicroseconds(in: reader) != 0 else { return }
        try writer.set(settingName, to: Array("0".utf8))
    }

    /// The time of the sandbox that a store belongs to, also for a command that does not serve it.
    ///
    /// - Parameter clock: the machine's.
    package static func now(_ clock: any Clock, in reader: any StoreReader) throws(StoreFailure) -> Timestamp {
        moment(clock.now, try offsetMicroseconds(in: reader), .last)
    }

    /// A moment that is put forward, but not past the last one.
    private static func moment(_ moment: Timestamp, _ offsetMicroseconds: Int64, _ last: Timestamp) -> Timestamp {
        min(moment.advanced(microseconds: offsetMicroseconds), last)
    }

    /// How far the clock of this store is ahead; 0 if it never was.
    static func offsetMicroseconds(in reader: any StoreReader) throws(StoreFailure) -> Int64 {
        try reader.integerSetting(settingName)
    }
}
