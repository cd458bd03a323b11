import Glibc

/// The two clocks that a loop reads, each once an iteration.
enum LoopClock {
    static let nanosecondsPerMillisecond: Int64 = 1_000_000

    /// CLOCK_MONOTONIC in nanoseconds: deadlines must not move when the time of day is set.
    static func monotonicNanoseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The time of day in seconds, for the `Date` header only.
    static func secondsSince1970() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }
}
