import CSQLite
import Synchronization

/// One connection for reading, and whoever holds it.
final class ReaderSlot: Sendable {
    /// Nil once it is closed.
    private let statements: Mutex<SQLiteStatements?>

    init(path: String, _ options: StoreOptions, _ access: SQLiteConnection.Access) throws(SQLiteError) {
        let connection = try SQLiteConnection(path: path, role: .reader, access: access)
        try connection.configure(.reader, options)
        statements = Mutex(try SQLiteStatements(on: connection))
    }

    /// Reads, once nobody else does.
    func read<Result: Sendable>(
        _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        try statements.withLock { (statements) throws(SQLiteError) in try Self.use(statements, body) }
    }

    /// Reads, or returns nil where somebody else does.
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
        guard let statements else { throw SQLiteError(code: SQLITE_MISUSE, message: "the store is closed") }
        return try body(statements)
    }
}
