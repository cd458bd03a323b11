/// Whether a loop is busy: at least 10,000 events a second, measured every 100 ms.
struct LoopLoad {
    private static let windowNanoseconds = 100 * LoopClock.nanosecondsPerMillisecond
    private static let busyEventsPerMillisecond: Int64 = 10

    private(set) var isBusy = false
    private var startedAt: Int64
    private var events: Int64 = 0

    /// - Parameter now: CLOCK_MONOTONIC in nanoseconds.
    init(now: Int64) { startedAt = now }

    /// Counts the events of an iteration that began at `now`, CLOCK_MONOTONIC in nanoseconds.
    mutating func note(events count: Int, at now: Int64) {
        events += Int64(count)
        let passed = now - startedAt
        guard passed >= Self.windowNanoseconds else { return }
        isBusy = events >= passed / LoopClock.nanosecondsPerMillisecond * Self.busyEventsPerMillisecond
        startedAt = now
        events = 0
    }
}
