import CSQLite

/// A transaction that is undone unless it is committed.
struct Transaction: ~Copyable {
    private let connection: SQLiteConnection
    private let statements: SQLiteStatements?

    /// Begins to write.
    ///
    /// - Parameter statements: those of the connection, where they are prepared: the parser is spared where transactions
    ///   follow each other.
    init(on connection: SQLiteConnection, _ statements: SQLiteStatements? = nil) throws(SQLiteError) {
        self.connection = connection
        self.statements = statements
        if let statements {
            try statements.transaction.begin.run(())
        } else {
            try connection.execute(TransactionStatements.beginText)
        }
    }

    /// Returns when all of it is on the disk. Where it throws, all of it is undone.
    consuming func commit() throws(SQLiteError) {
        if let statements { try statements.transaction.commit.run(()) } else { try connection.execute("COMMIT") }
    }

    deinit {
        // SQLite knows best: it has left the transaction when it committed, and also when a full disk or an I/O error
        // made it roll back by itself. A rollback that fails leaves nothing that a next one could mend.
        guard sqlite3_get_autocommit(connection.handle) == 0 else { return }
        try? connection.execute("ROLLBACK")
    }
}
