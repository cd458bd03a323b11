import CSQLite

/// A transaction that is undone unless it is committed.
struct Transaction: ~Copyable {
    private let connection: SQLiteConnection

    /// Begins to write. `IMMEDIATE`: the right to write is got here, or refused here, and never in the middle.
    init(on connection: SQLiteConnection) throws(SQLiteError) {
        self.connection = connection
        try connection.execute("BEGIN IMMEDIATE")
    }

    /// Returns when all of it is on the disk. Where it throws, all of it is undone.
    consuming func commit() throws(SQLiteError) {
        try connection.execute("COMMIT")
    }

    deinit {
        // SQLite knows best: it has left the transaction when it committed, and also when a full disk or an I/O error
        // made it roll back by itself. A rollback that fails leaves nothing that a next one could mend.
        guard sqlite3_get_autocommit(connection.handle) == 0 else { return }
        try? connection.execute("ROLLBACK")
    }
}
