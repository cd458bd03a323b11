/// Decides when the log is copied into the database file, and how much the checkpoint must achieve.
struct CheckpointPlan {
    /// The number of pages in the log at which it is copied, and copied again after as many more.
    private let pages: Int
    /// The number of pages in the log at the last checkpoint.
    private var copiedPages = 0
    /// The number of pages in the log from which a checkpoint waits for readers.
    private var restartPages: Int

    init(everyPages pages: Int) {
        self.pages = pages
        restartPages = Self.restartFactor * pages
    }

    /// The longest time that a checkpoint waits for readers. All writes wait as long.
    static let patienceMilliseconds: Int32 = 50

    /// A checkpoint waits for readers when the log has this many times its pages.
    private static let restartFactor = 8

    /// The checkpoint that is due with this number of pages in the log; nil if none is due. The caller is expected to
    /// run it.
    mutating func next(logPages: Int) -> SQLiteConnection.Checkpoint? {
        // The log has fewer pages than were copied, so it was restarted since.
        if logPages < copiedPages { self = CheckpointPlan(everyPages: pages) }
        guard logPages - copiedPages >= pages else { return nil }
        copiedPages = logPages
        // Readers that never pause would let the log grow without end. From this size the checkpoint waits for them,
        // which takes the time of one read.
        return logPages >= restartPages ? .restart : .passive
    }

    /// Notes that a reader read for longer than the checkpoint waited. All writes wait meanwhile, so the next
    /// checkpoint that waits is due only when the log has grown to twice its size.
    mutating func noteBusy() {
        restartPages = 2 * copiedPages
    }
}
