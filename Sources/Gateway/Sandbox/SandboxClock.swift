package import Checkout
package import SQLiteStorage
import Synchronization
import Wire

/// A clock that can be put forward, so that a test need not wait for what time does: sessions that expire, sweeps, and
/// keys that are forgotten. It goes back to the machine's time alone, and all at once.
package final class SandboxClock: Clock {
    /// The setting that keeps how far it was put forward, in microseconds, so that a restart does not turn time back.
    static let settingName = "sandbox_clock"

    /// Why the clock cannot be put to a moment.
    enum Fault: Error {
        /// It is later already.
        case past
        /// The moment is after ``SandboxClock/last``.
        case tooLate
    }

    /// The latest moment that it tells, where it stands still: so far before the last one that RFC 3339 can spell that a
    /// session, or an idempotency key, which is made then still ends in time.
    let last: Timestamp

    private let base: any Clock
    private let offset: Atomic<Int64>

    /// - Parameters:
    ///   - base: the machine's clock.
    ///   - offsetMicroseconds: how far ahead of it.
    ///   - longestLifetimeSeconds: the longest time after which a session ends whose request does not say.
    init(_ base: any Clock, offsetMicroseconds: Int64, longestLifetimeSeconds: Int64) {
        self.base = base
        offset = Atomic(max(0, offsetMicroseconds))
        let room = max(Timestamp(seconds: longestLifetimeSeconds).microseconds, IdempotencyClaim.retentionMicroseconds)
        // Whole seconds are what people compare it with.
        last = Timestamp(seconds: Timestamp.last.advanced(microseconds: -room).microseconds / 1_000_000)
    }

    var now: Timestamp { min(base.now.advanced(microseconds: offsetMicroseconds), last) }

    /// Durations are of the machine's own time.
    var ticks: Int64 { base.ticks }

    /// How far it is ahead of the machine's clock.
    var offsetMicroseconds: Int64 { offset.load(ordering: .acquiring) }

    /// What has to become of the setting for the clock to stand at a moment. Throws a ``Fault``.
    func adjustment(to moment: Timestamp) throws(Fault) -> Adjustment {
        guard moment <= last else { throw .tooLate }
        guard moment >= now else { throw .past }
        return .raise(to: moment.microseconds - base.now.microseconds)
    }

    /// What has to become of the setting for the clock to be so much further ahead, exactly, whatever time passes
    /// meanwhile and whoever else puts it forward. Throws ``Fault/tooLate``.
    ///
    /// - Parameter microseconds: not negative.
    func adjustment(advancing microseconds: Int64) throws(Fault) -> Adjustment {
        guard now.advanced(microseconds: microseconds) <= last else { throw .tooLate }
        return .add(microseconds, max: last.microseconds - base.now.microseconds)
    }

    /// Goes as far ahead as the setting says by now. The store answers in the order in which it wrote, on one thread, so
    /// the last answer is what the setting is.
    func follow(offsetMicroseconds: Int64) {
        offset.store(offsetMicroseconds, ordering: .releasing)
    }

    /// Turns the clock of a store back to the machine's, for a gateway that goes by no other: a command that is not told
    /// the configuration takes its database for a sandbox's, and would end what has not ended.
    static func reset(_ writer: SQLiteWriter, _ reader: SQLiteReader) throws(StoreFailure) {
        guard try offsetMicroseconds(in: reader) != 0 else { return }
        try writer.set(settingName, to: Array("0".utf8))
    }

    /// How far the clock of this store was put forward; 0 where it never was.
    package static func offsetMicroseconds(in reader: SQLiteReader) throws(StoreFailure) -> Int64 {
        try reader.integerSetting(settingName)
    }
}
