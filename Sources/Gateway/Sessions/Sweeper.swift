import Checkout
import Dispatch
import Synchronization

/// Records expired sessions and removes old claims at regular intervals, on a thread of its own, and checks whether the
/// database file is still there.
///
/// Answers do not depend on it: a read shows a session as expired whether or not that is recorded.
final class Sweeper: Sendable {
    private let writer: any StoreWriter
    private let clock: any Clock
    private let log: StoreLog
    private let intervalMilliseconds: Int
    private let lagMicroseconds: Int64
    private let didRun: @Sendable () -> Void
    private let queue = DispatchQueue(label: "sweeper")
    private let isStarted = Atomic(false)
    private let isStopped = Atomic(false)

    /// The most rows of each kind in one transaction, so that other writes wait only for these.
    static let rowsMax = 256
    /// The most transactions of one run.
    static let stepsMax = 16
    /// The pause after a run that has left some work.
    private static let pauseMilliseconds = 50

    /// - Parameters:
    ///   - log: gets the news that the store has stopped.
    ///   - intervalMilliseconds: the time between two runs that find no more work.
    ///   - lagSeconds: the shortest lifetime of a session, so that a session is checked when it may have ended.
    ///   - didRun: called after each run, which may have written events.
    init(
        _ writer: any StoreWriter, _ clock: any Clock, _ log: StoreLog, intervalMilliseconds: Int, lagSeconds: Int64,
        didRun: @escaping @Sendable () -> Void = {}
    ) {
        self.didRun = didRun
        self.writer = writer
        self.clock = clock
        self.log = log
        self.intervalMilliseconds = intervalMilliseconds
        lagMicroseconds = lagSeconds * 1_000_000
    }

    /// Starts the runs, one each interval.
    func start() {
        isStarted.store(true, ordering: .relaxed)
        schedule(afterMilliseconds: intervalMilliseconds)
    }

    /// Runs at once, besides the regular runs, because the clock was put forward or back. A
    /// sweeper that was not started does not run by itself.
    func wake() {
        guard isStarted.load(ordering: .relaxed) else { return }
        queue.async { [weak self] in
            guard let self, !isStopped.load(ordering: .relaxed) else { return }
            while run(), !isStopped.load(ordering: .relaxed) {}
        }
    }

    /// Stops; returns when no run is in progress.
    func stop() {
        isStopped.store(true, ordering: .relaxed)
        queue.sync {}
    }

    /// One run of limited work. True if it left some work.
    func run() -> Bool {
        // Before the sweep, so that it does not write to files that were moved; after it, because the sweep writes.
        writer.maintain()
        defer {
            writer.maintain()
            log.noteStop(writer.stopReason, ticks: clock.ticks)
            didRun()
        }
        for _ in 0..<Self.stepsMax where !isStopped.load(ordering: .relaxed) {
            // A store that cannot write reports that to its callers; the next sweep tries again.
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
