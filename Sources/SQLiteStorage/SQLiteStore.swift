package import Checkout
package import Storage
package import Wire

/// A database file with all that serves it: one writer, its committer, readers.
package final class SQLiteStore: SessionStore {
    /// Everything that is read.
    package let reader: SQLiteReader
    /// Everything that is written at once, and not in batches.
    package let writer: SQLiteWriter
    private let committer: Committer
    private let ids: SessionIDs

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
    ///   - random: 64 unpredictable bits, for ids.
    ///   - deliver: gets what became of the writes of one commit, once a commit, on the writer's thread, and why nothing is
    ///     written until the next start, where that is so. It must not block, and must not call ``close()``.
    package init(
        path: String, options: StoreOptions = StoreOptions(), mayWait: (StoreOpenFault) -> Bool = { _ in false },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        deliver: @escaping @Sendable (_ settled: [Settled], _ stopReason: String?) -> Void
    ) throws(StoreOpenFault) {
        let writer = try SQLiteWriter(path: path, options: options, mayWait: mayWait)
        self.writer = writer
        let reader = try SQLiteReader(existing: DatabaseFile.resolved(path), options)
        self.reader = reader
        do throws(StoreFailure) {
            let (key, number) = try reader.greatestKeyAndNumber()
            ids = SessionIDs(afterKey: key, number: number, random: random)
        } catch {
            reader.close()
            writer.close()
            throw .failed(path: path, message: "the sessions cannot be read, \(error)")
        }
        committer = Committer(
            options, commit: { writer.write($0) }, deliver: { deliver($0, writer.stopReason) },
            settle: { writer.checkpointIfDue() })
    }

    package func nextID(at now: Timestamp) -> (id: SessionID, number: Int64) {
        ids.next(at: now)
    }

    /// Answers at once, on the thread that asks: the rows are in the memory of this machine, or on its disk.
    package func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>? {
        do throws(StoreFailure) {
            return .success(try reader.found(query))
        } catch {
            return .failure(error)
        }
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

    /// Takes no more writes, commits and delivers those that wait, and lets another gateway have the file.
    package func close() {
        committer.close()
        // Before the writer, so that its connection is the last one and tidies up.
        reader.close()
        writer.close()
    }
}
