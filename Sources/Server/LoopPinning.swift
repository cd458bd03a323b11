/// Keeps a loop on a processor of its own while it is busy.
///
/// The scheduler tends to wake a loop on the processor of its client or of the store's writer, and lets it wait there
/// while another processor is idle. A loop that is not busy may run on any processor: if it shared its own with another
/// busy program, its clients would wait some milliseconds for that program.
struct LoopPinning {
    private let own: ProcessorSet
    private let all: ProcessorSet
    private var load: LoopLoad
    private var isPinned = false

    /// Nil unless the thread has several processors and there is one loop for each. With fewer loops, there is no
    /// telling which processors are better left to others, such as a second gateway.
    init?(loop index: Int, of count: Int, now: Int64) {
        guard count > 1, let all = ProcessorSet.ofThisThread(), all.numbers.count == count else { return nil }
        own = ProcessorSet([all.numbers[index]])
        self.all = all
        load = LoopLoad(now: now)
    }

    /// Counts the events of an iteration that began at `now`, CLOCK_MONOTONIC in nanoseconds. Called on the loop's own
    /// thread. If the system refuses to pin the thread, that costs speed and nothing else.
    mutating func note(events: Int, at now: Int64) {
        load.note(events: events, at: now)
        guard load.isBusy != isPinned else { return }
        isPinned = load.isBusy
        (isPinned ? own : all).apply()
    }

    /// Gives the thread all its processors back, for its next user.
    mutating func leave() {
        guard isPinned else { return }
        isPinned = false
        all.apply()
    }
}
