package import Checkout
import Storage
package import Wire

/// A database file with everything that serves it: one writer, its committer, and readers.
package final class SQLiteStore: Store {
    /// Reads from the database.
    package let reader: SQLiteReader
    /// Writes that are not part of a batch.
    package let writer: SQLiteWriter
    private let committer: Committer
    private let ids: SessionIDs

    /// Opens a file, makes it if it does not exist, and migrates it to the latest version.
    ///
    /// - Parameters:
    ///   - path: the database's file; its folder has to exist.
    ///   - options: bounds and sizes.
    ///   - outbox: makes the deliveries of each event that is written; nil if no endpoint gets any.
    ///   - mayWait: asked every 20 ms while another gateway serves the file, with the fault that is thrown if it
    ///     returns false.
    ///   - migrating: called before each step that updates a database of an earlier version.
    ///   - random: 64 unpredictable bits, for ids.
    ///   - deliver: gets the results of the writes of one commit, once for each commit, on the writer's thread, and the
    ///     reason if the store has stopped writing until its next start. It must not block, and must not call
    ///     ``close()``.
    package init(
        path: String, options: SQLiteOptions = SQLiteOptions(), outbox: (any EventOutbox)? = nil,
        mayWait: (DatabaseFault) -> Bool = { _ in false },
        migrating: @Sendable (MigrationStep) -> Void = { _ in },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(DatabaseFault) {
        let writer = try SQLiteWriter(
            path: path, options: options, outbox: outbox, mayWait: mayWait, migrating: migrating)
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
            options.limits.commits, commit: { writer.write($0) }, deliver: { deliver($0, writer.stopReason) },
            afterDelivery: { writer.checkpointIfDue() })
    }

    package func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)? {
        ids.next(at: now)
    }

    /// Answers at once, on the thread that asks: the rows are in the memory of this machine, or on its disk.
    package func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>? {
        do throws(StoreFailure) {
            return .success(try reader.find(query))
        } catch {
            return .failure(error)
        }
    }

    /// Enqueues a write that may wait for ``flush()``. May be called on any thread.
    ///
    /// Returns false, and delivers nothing, if the queue is full, or after ``close()``.
    package func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool {
        committer.enqueue(consume write, receipt)
    }

    /// Begins to commit the enqueued writes.
    package func flush() {
        committer.flush()
    }

    /// Why the store has stopped writing until its next start, for the log; nil while it takes writes.
    package var stopReason: String? { writer.stopReason }

    package func announce(address: String) {
        writer.leave(address: address)
    }

    /// Accepts no more writes, commits and delivers those that wait, and releases the file for another gateway.
    package func close() {
        committer.close()
        // Readers close before the writer, so that the writer's connection is the last one and cleans up.
        reader.close()
        writer.close()
    }
}
