/// When the log is copied into the database file, and how much that is to achieve.
struct CheckpointPlan {
    /// Pages in the log from which on it is copied, and again after as many more.
    private let pages: Int
    /// Pages that the log had at the last checkpoint.
    private var copiedPages = 0
    /// Pages in the log from which on readers are waited for.
    private var restartPages: Int

    init(everyPages pages: Int) {
        self.pages = pages
        restartPages = Self.restartFactor * pages
    }

    /// How long a checkpoint waits for those who read, at most. All writes wait as long.
    static let patienceMilliseconds: Int32 = 50

    /// So many times the pages of a checkpoint the log may have before readers are waited for.
    private static let restartFactor = 8

    /// What is due with so many pages in the log; nil where nothing is. It is taken to be done.
    mutating func next(logPages: Int) -> SQLiteConnection.Checkpoint? {
        // Fewer than were copied: the log was started anew since.
        if logPages < copiedPages { self = CheckpointPlan(everyPages: pages) }
        guard logPages - copiedPages >= pages else { return nil }
        copiedPages = logPages
        // Readers that never pause would let the log grow without end; then they are waited for, which takes the time of
        // one read.
        return logPages >= restartPages ? .restart : .passive
    }

    /// Notes that somebody read on for longer than he was waited for. All writes wait meanwhile, so he is waited for again
    /// only when the log has grown to twice its size.
    mutating func noteBusy() {
        restartPages = 2 * copiedPages
    }
}
