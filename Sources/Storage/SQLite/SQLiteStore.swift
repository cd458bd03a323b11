package import Checkout

/// A database file with all that serves it: one writer, its committer, readers.
package final class SQLiteStore: Sendable {
    /// Everything that is read.
    package let reader: SQLiteReader
    /// Everything that is written at once, and not in batches.
    package let writer: SQLiteWriter
    private let committer: Committer

    /// Whether there is anything at a path already; where not, a store that is opened there makes a new file.
    package static func isThere(_ path: String) -> Bool {
        DatabaseFile.isFilled(path)
    }

    /// Opens a file, makes it where there is none, and brings it to the latest version.
    ///
    /// - Parameters:
    ///   - path: the database's file; its folder has to exist.
    ///   - options: bounds and sizes.
    ///   - mayWait: asked every 20 ms while another gateway serves the file, with what is thrown where it answers no.
    ///   - deliver: gets what became of the writes of one commit, once a commit, on the writer's thread. It must not
    ///     block, and must not call ``close()``.
    package init(
        path: String, options: StoreOptions = StoreOptions(), mayWait: (StoreOpenFault) -> Bool = { _ in false },
        deliver: @escaping @Sendable ([Settled]) -> Void
    ) throws(StoreOpenFault) {
        let writer = try SQLiteWriter(path: path, options: options, mayWait: mayWait)
        self.writer = writer
        reader = try SQLiteReader(existing: DatabaseFile.resolved(path), options)
        committer = Committer(
            options, commit: { writer.write($0) }, deliver: deliver, settle: { writer.checkpointIfDue() })
    }

    /// Hands a write in. Any thread may.
    ///
    /// False, and nothing is delivered, where as many writes wait as may, or after ``close()``.
    package func submit(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        committer.submit(consume write, receipt)
    }

    /// Hands a write in that may wait for ``flush()``. Any thread may.
    ///
    /// False, and nothing is delivered, where as many writes wait as may, or after ``close()``.
    package func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        committer.enqueue(consume write, receipt)
    }

    /// Has committed what was enqueued.
    package func flush() {
        committer.flush()
    }

    /// Writes that wait for their commit to begin.
    package var pendingWrites: Int { committer.pendingWrites }

    /// Why nothing is written any more until the next start, for the log; nil while writes are taken.
    package var stopReason: String? { writer.stopReason }

    /// Whether writes are taken.
    package var isWritable: Bool { stopReason == nil }

    /// Takes no more writes, commits and delivers those that wait, and lets another gateway have the file.
    package func close() {
        committer.close()
        // Before the writer, so that its connection is the last one and tidies up.
        reader.close()
        writer.close()
    }
}
