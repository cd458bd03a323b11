import Dispatch
import SQLiteStorage
import Synchronization

/// Records, every so often and on a thread of its own, what time has ended, and looks whether the database is still there.
///
/// Only the record depends on it: a read tells the true status of a session, swept or not.
final class Sweeper: Sendable {
    private let writer: SQLiteWriter
    private let clock: any Clock
    private let log: StoreLog
    private let intervalMilliseconds: Int
    private let lagMicroseconds: Int64
    private let queue = DispatchQueue(label: "sweeper")
    private let isStopped = Atomic(false)

    /// Rows of each kind in one transaction: other writes wait no longer than for these.
    static let rowsMax = 256
    /// Transactions of one run.
    static let stepsMax = 16
    /// The pause after a run that left something to do.
    private static let pauseMilliseconds = 50

    /// - Parameters:
    ///   - log: told where it finds that the store has stopped.
    ///   - intervalMilliseconds: the time between two runs that find nothing more to do.
    ///   - lagSeconds: the shortest lifetime of a session, so that one is looked at when it may have ended.
    init(
        _ writer: SQLiteWriter, _ clock: any Clock, _ log: StoreLog, intervalMilliseconds: Int, lagSeconds: Int64
    ) {
        self.writer = writer
        self.clock = clock
        self.log = log
        self.intervalMilliseconds = intervalMilliseconds
        lagMicroseconds = lagSeconds * 1_000_000
    }

    /// Runs from now on, every interval.
    func start() {
        schedule(afterMilliseconds: intervalMilliseconds)
    }

    /// Runs at once, beside the runs that are due: time was put forward or back.
    func wake() {
        queue.async { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            while run(), !isStopped.load(ordering: .relaxed) {}
        }
    }

    /// Returns when nothing runs any more, and nothing will.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        queue.sync {}
    }

    /// One run, bounded in work. True where it left something to do.
    func run() -> Bool {
        writer.stopIfMoved()
        defer {
            writer.checkpointIfDue()
            log.noteStop(writer.stopReason, ticks: clock.ticks)
        }
        for _ in 0..<Self.stepsMax where !isStopped.load(ordering: .relaxed) {
            // A store that cannot write says so where it is asked to; the sweep comes again.
            guard
                let swept = try? writer.sweep(
                    at: clock.now, lagMicroseconds: lagMicroseconds, rowsMax: Self.rowsMax)
            else { return false }
            if !swept.hasMore { return false }
        }
        return true
    }

    private func schedule(afterMilliseconds milliseconds: Int) {
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            schedule(afterMilliseconds: run() ? Self.pauseMilliseconds : intervalMilliseconds)
        }
    }
}
