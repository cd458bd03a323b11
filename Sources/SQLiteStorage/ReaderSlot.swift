import Synchronization

/// One connection for reading, with a lock for its current user.
final class ReaderSlot: Sendable {
    /// Nil after it was closed.
    private let statements: Mutex<SQLiteStatements?>

    init(path: String, _ options: SQLiteOptions, _ access: SQLiteConnection.Access) throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, role: .reader, access: access)
        try connection.configure(.reader, options)
        statements = Mutex(try SQLiteStatements(on: connection))
    }

    /// Reads, after waiting until the connection is free.
    func read<Result: Sendable>(
        _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try statements.withLock { (statements) throws(SQLiteError) in try Self.use(statements, body) }
    }

    /// Reads, or returns nil if the connection is in use.
    func readIfFree<Result: Sendable>(
        _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result? {
        try statements.withLockIfAvailable { (statements) throws(SQLiteError) in try Self.use(statements, body) }
    }

    func close() {
        statements.withLock { $0 = nil }
    }

    private static func use<Result>(
        _ statements: SQLiteStatements?, _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        guard let statements else { throw .closed }
        return try body(statements)
    }
}
