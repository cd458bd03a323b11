import Glibc

/// The two clocks a loop reads, once a turn each.
enum LoopClock {
    static let nanosecondsPerMillisecond: Int64 = 1_000_000

    /// CLOCK_MONOTONIC in nanoseconds: deadlines must not move when somebody sets the time of day.
    static func monotonicNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time of day in seconds, for the `Date` field alone.
    static func secondsSince1970() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }
}
