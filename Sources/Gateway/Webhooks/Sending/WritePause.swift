/// How long no attempt is started after the end of one could not be written: 5 seconds, and twice as long each time until
/// a write succeeds. What is not written is sent again, so without a longer and longer pause a shop would get the same
/// events every few seconds while the disk is full.
struct WritePause {
    private var microseconds: Int64 = 0
    private var endTicks: Int64 = 0

    /// The first pause, in microseconds.
    static let shortest: Int64 = 5_000_000
    /// The longest pause, in microseconds.
    static let longest: Int64 = 300_000_000

    /// The rest of the pause in microseconds, by a monotonic clock.
    func remaining(ticks: Int64) -> Int64 {
        max(0, endTicks - ticks)
    }

    /// Attempts that were in flight together fail together, which counts once.
    mutating func noteFailure(ticks: Int64) {
        guard remaining(ticks: ticks) == 0 else { return }
        microseconds = min(Self.longest, max(Self.shortest, 2 * microseconds))
        endTicks = ticks + microseconds
    }

    mutating func noteSuccess() {
        (microseconds, endTicks) = (0, 0)
    }
}
