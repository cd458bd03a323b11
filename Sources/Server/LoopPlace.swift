/// Keeps a loop on a processor of its own while it has much to do.
///
/// The scheduler likes to wake a loop where its client or the store's writer is just running, and lets it wait there
/// while another processor is idle. A loop that has little to do goes wherever there is room: beside a program that
/// takes a whole processor its clients would wait for that program's turn to end, up to some milliseconds.
struct LoopPlace {
    private let own: ProcessorSet
    private let all: ProcessorSet
    private var load: LoopLoad
    private var isKept = false

    /// Nil, and the loop goes wherever there is room, unless there is a loop for each of the thread's processors, and more
    /// than one: of fewer loops nobody could say which processors are better left to others, such as a second gateway.
    init?(loop index: Int, of count: Int, now: Int64) {
        guard count > 1, let all = ProcessorSet.ofThisThread(), all.numbers.count == count else { return nil }
        own = ProcessorSet([all.numbers[index]])
        self.all = all
        load = LoopLoad(now: now)
    }

    /// Counts the events of a turn that began at `now`, CLOCK_MONOTONIC in nanoseconds. For the loop's own thread. A system
    /// that refuses costs speed and nothing else.
    mutating func note(events: Int, at now: Int64) {
        load.note(events: events, at: now)
        guard load.isBusy != isKept else { return }
        isKept = load.isBusy
        (isKept ? own : all).apply()
    }

    /// Gives the thread all its processors back, for its next user.
    mutating func leave() {
        guard isKept else { return }
        isKept = false
        all.apply()
    }
}
