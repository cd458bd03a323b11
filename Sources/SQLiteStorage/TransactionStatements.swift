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
