import CSQLite

/// A transaction that is rolled back unless it is committed.
struct Transaction: ~Copyable {
    private let connection: SQLiteConnection
    private let statements: SQLiteStatements?

    /// Begins a transaction that may write.
    ///
    /// - Parameter statements: the prepared statements of the connection, if there are any: with them SQLite does not
    ///   have to parse when transactions follow each other.
    init(on connection: SQLiteConnection, _ statements: SQLiteStatements? = nil) throws(SQLiteError) {
        self.connection = connection
        self.statements = statements
        if let statements {
            try statements.transaction.begin.run(())
        } else {
            try connection.execute(TransactionStatements.beginText)
        }
    }

    /// Returns when everything is on the disk. If it throws, everything is undone.
    consuming func commit() throws(SQLiteError) {
        if let statements { try statements.transaction.commit.run(()) } else { try connection.execute("COMMIT") }
    }

    deinit {
        // SQLite knows its state best: it leaves the transaction when it commits, and also when a full disk or an I/O
        // error makes it roll back by itself. If this rollback fails, another one could not repair anything either.
        guard sqlite3_get_autocommit(connection.handle) == 0 else { return }
        try? connection.execute("ROLLBACK")
    }
}

/// The statements that begin and end a transaction.
final class TransactionStatements {
    /// Gets the right to write at once, or is refused here and never in the middle.
    static let beginText = "BEGIN IMMEDIATE"

    let begin: PreparedStatement<Void, Never>
    let commit: PreparedStatement<Void, Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        begin = try PreparedStatement(Self.beginText, on: connection)
        commit = try PreparedStatement("COMMIT", on: connection)
    }
}
