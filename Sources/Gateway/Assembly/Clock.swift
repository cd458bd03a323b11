import Glibc
package import Wire

/// Tells the time, and measures durations.
package protocol Clock: Sendable {
    /// The wall clock, for sessions and answers.
    var now: Timestamp { get }
    /// Microseconds of a monotonic clock, which nobody sets, for durations.
    var ticks: Int64 { get }
}

/// The machine's clocks.
package struct SystemClock: Clock {
    /// The clocks of this machine.
    package init() {}

    /// The time of the machine, which an administrator may set.
    package var now: Timestamp { Timestamp(microseconds: Self.read(CLOCK_REALTIME)) }

    /// Microseconds of a monotonic clock, which nobody sets.
    package var ticks: Int64 { Self.read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }
}
