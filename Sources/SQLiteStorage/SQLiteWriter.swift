package import Checkout
package import Storage
import Synchronization

/// The only connection that writes and checkpoints, and the lock that makes it the only one.
///
/// Any thread may write, one at a time. A function returns when its changes are on the disk.
package final class SQLiteWriter: StoreWriter {
    /// The state while the file is open.
    private final class Opened {
        let connection: SQLiteConnection
        let statements: SQLiteStatements
        /// Destroyed last: the lock is released when SQLite has closed the file.
        let instance: InstanceLock
        /// The database and its log, each with the path at which the next start looks for it.
        let files: [(path: String, identity: FileIdentity)]
        var plan: CheckpointPlan

        init(
            _ connection: SQLiteConnection, _ statements: SQLiteStatements, _ instance: consuming InstanceLock,
            path: String, _ options: SQLiteOptions
        ) {
            self.connection = connection
            self.statements = statements
            let log = path + "-wal"
            files = [(path, instance.database), (log, FileIdentity(path: log))].compactMap { path, identity in
                identity.map { (path, $0) }
            }
            self.instance = instance
            plan = CheckpointPlan(everyPages: options.checkpointPages)
        }
    }

    /// Nil after it was closed.
    private let opened: Mutex<Opened?>
    private let stopped = Mutex<String?>(nil)
    private let options: SQLiteOptions
    /// The sweep has read all sessions up to this key.
    let sweptKey: Atomic<Int64>

    /// Opens a file and brings it to the latest version.
    ///
    /// - Parameters:
    ///   - path: the database's file; its folder has to exist.
    ///   - options: bounds and sizes.
    ///   - creates: whether a missing database is created. Otherwise a missing database is an error.
    ///   - outbox: makes the deliveries of each event that is written; nil if no endpoint gets any.
    ///   - mayWait: asked every 20 ms while another gateway serves the file, with the error that is thrown if it
    ///     answers no.
    ///   - migrating: called before each step that updates a database of an earlier version.
    package init(
        path: String, options: SQLiteOptions = SQLiteOptions(), creates: Bool = true,
        outbox: (any EventOutbox)? = nil, mayWait: (DatabaseFault) -> Bool = { _ in false },
        migrating: @Sendable (MigrationStep) -> Void = { _ in }
    ) throws(DatabaseFault) {
        self.options = options
        // This comes before the lock file is created, so that a refusal leaves no new file.
        try DatabaseFile.refuseOrphanLog(of: path)
        if try DatabaseFile.exists(path) {
            try DatabaseFile.refuseSecondName(of: path)
            if !creates, !DatabaseFile.isFilled(path) { throw .empty(path: path) }
        } else if !creates {
            throw .missing(path: path)
        }
        let path = DatabaseFile.resolved(path)
        if DatabaseFile.isFilled(path), !DatabaseFile.isThere(path + ".lock") {
            try SQLiteReader.refuseForeign(path, options)
        }
        let instance = try InstanceLock(for: path, creates: creates, mayWait: mayWait)
        let connection = try DatabaseFault.wrapping(path) { () throws(SQLiteError) in
            let connection = try SQLiteConnection(path: path, role: .writer)
            try connection.configure(.writer, options)
            return connection
        }
        try Migrations.open(connection, path: path, creates: creates, options, migrating: migrating)
        // The log is a new file too.
        try DatabaseFile.syncFolder(of: path)
        let statements = try DatabaseFault.wrapping(path) { () throws(SQLiteError) in
            let statements = try SQLiteStatements(on: connection, outbox: outbox)
            try statements.loadSubscribers()
            return statements
        }
        sweptKey = Atomic(try DatabaseFault.wrapping(path) { () throws(SQLiteError) in try statements.sweepCursor() })
        opened = Mutex(Opened(connection, statements, instance, path: path, options))
    }

    /// Tells commands on this machine where the process that serves the file listens, until the writer is closed; see
    /// ``SQLiteEngine/servedAt``.
    package func leave(address: String) {
        opened.withLock { $0?.instance.leave(address: address) }
    }

    /// Why the writer has stopped writing, for the log; nil while it accepts writes.
    package var stopReason: String? { stopped.withLock { $0 } }

    /// Writes a batch in one transaction.
    ///
    /// A write that is refused is undone alone: SQLite undoes a statement that breaks a constraint without changing the
    /// rest of the transaction (`ON CONFLICT ABORT`, its default). Of a write with several statements, stored data can
    /// only refuse the first: the others add rows whose keys were looked up in the same transaction. So no savepoint is
    /// needed. If the whole batch fails, none of it is in the store.
    package func write(_ writes: [PreparedWrite]) -> Result<[Result<Written, StoreFailure>], StoreFailure> {
        do throws(StoreFailure) {
            return .success(
                try transact { (statements) throws(SQLiteError) in
                    var results: [Result<Written, StoreFailure>] = []
                    results.reserveCapacity(writes.count)
                    var batch = BatchState(sweptKey: sweptKey.load(ordering: .relaxed))
                    for write in writes {
                        do throws(SQLiteError) {
                            results.append(.success(try statements.apply(write, in: &batch)))
                        } catch {
                            guard error.isOfOneStatement else { throw error }
                            results.append(.failure(StoreFailure(writing: error)))
                        }
                    }
                    return results
                })
        } catch {
            return .failure(error)
        }
    }

    /// Like ``write(_:)-([PreparedWrite])``, for writes that are not prepared.
    package func write(_ writes: [Write]) -> Result<[Result<Written, StoreFailure>], StoreFailure> {
        write(writes.map { $0.prepared() })
    }

    /// Copies the log into the database file, if that is due.
    ///
    /// It is due at a number of pages and not at each commit: a page that many commits wrote is copied once. Call it
    /// between batches, after the last batch was answered, so that only later writes wait for it.
    func checkpointIfDue() {
        opened.withLock { opened in
            guard let opened, stopReason == nil else { return }
            guard let checkpoint = opened.plan.next(logPages: opened.connection.logPageCount) else { return }
            do throws(SQLiteError) {
                opened.connection.waitForOthers(milliseconds: CheckpointPlan.patienceMilliseconds)
                defer { opened.connection.waitForOthers(milliseconds: options.busyTimeoutMilliseconds) }
                let isWhole = try opened.connection.checkpoint(checkpoint)
                if checkpoint == .restart, !isWhole { opened.plan.noteBusy() }
            } catch {
                // The data in the log is safe. A full disk may pass; the next checkpoint is due after as many pages
                // again.
                note(error)
            }
        }
    }

    /// Stops all writing if the database or its log is not at its path any more, because the next start would not find
    /// what is written. Call it from time to time: the system does not report a move.
    func stopIfMoved() {
        opened.withLock { opened in
            if let opened { stopIfMoved(opened) }
        }
    }

    private func stopIfMoved(_ opened: Opened) {
        guard stopReason == nil else { return }
        guard let lost = opened.files.first(where: { !$0.identity.isAt($0.path) }) else { return }
        stop(
            "\(lost.path) is not the file that was opened, or is not there. What was answered is in the files that "
                + "were opened, the database and its -wal; they belong where they were")
    }

    package func maintain() {
        stopIfMoved()
        checkpointIfDue()
    }

    /// Copies the log into the database file, closes it, and releases it for another gateway.
    package func close() {
        opened.withLock { opened in
            if let opened { stopIfMoved(opened) }
            // After a failed sync the log stays as it is, for the next start to read. The log of a moved database stays
            // too: the moved file may be a copy, which would not receive anything from this log.
            if let opened, stopReason == nil {
                _ = try? opened.connection.checkpoint(.truncate)
                opened.connection.checkpointsOnClose(true)
            }
            opened = nil
        }
    }

    /// Runs SQL that returns no rows, outside a transaction.
    func execute(_ sql: String) throws(SQLiteError) {
        try opened.withLock { (opened) throws(SQLiteError) in try opened?.connection.execute(sql) }
    }

    /// Runs statements in one transaction.
    func transact<Result: Sendable>(
        _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(StoreFailure) -> Result {
        try opened.withLock { (opened) throws(StoreFailure) in
            guard stopReason == nil else { throw .stopped }
            guard let opened else { throw StoreFailure(writing: .closed) }
            do throws(SQLiteError) {
                let transaction = try Transaction(on: opened.connection, opened.statements)
                if opened.statements.subscribers.isOutdated { try opened.statements.loadSubscribers() }
                let result = try body(opened.statements)
                try transaction.commit()
                return result
            } catch {
                // What was read from a transaction that is rolled back may never have been true.
                opened.statements.subscribers.isOutdated = true
                note(error)
                throw StoreFailure(writing: error)
            }
        }
    }

    /// Stops all writing if an error means that the state of the file is unknown.
    private func note(_ error: SQLiteError) {
        guard error.kind == .unsynced || error.kind == .damaged else { return }
        stop(
            "\(error.message) (SQLite \(error.code), errno \(error.systemError)). What was answered is on the disk and can "
                + "be read")
    }

    /// The first reason is kept.
    private func stop(_ reason: String) {
        stopped.withLock { $0 = $0 ?? reason }
    }
}
