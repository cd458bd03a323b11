/// The pause before the next attempt when the end of an attempt could not be written: 5 seconds, doubled at each
/// further failure until a write succeeds. An attempt whose end is not written is repeated. Without this pause a shop
/// would get the same events every few seconds while the disk is full.
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
