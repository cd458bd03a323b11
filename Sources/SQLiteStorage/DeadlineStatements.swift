/// The statements on the order in which open sessions expire. Times are microseconds.
final class DeadlineStatements {
    typealias Deadline = (expires: Int64, key: Int64)

    let insert: PreparedStatement<Deadline, Never>
    /// The first deadlines up to a time, up to a number of rows.
    let due: PreparedStatement<(by: Int64, rowsMax: Int), Deadline>
    let delete: PreparedStatement<Deadline, Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            "INSERT INTO deadlines (expires, session) VALUES (?1, ?2) ON CONFLICT DO NOTHING", on: connection,
            bind: Self.bind)
        due = try PreparedStatement(
            "SELECT expires, session FROM deadlines WHERE expires <= ?1 ORDER BY expires, session LIMIT ?2",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.by, at: 1)
            statement.bind(Int64(parameters.rowsMax), at: 2)
        } row: {
            ($0.integer(0), $0.integer(1))
        }
        delete = try PreparedStatement(
            "DELETE FROM deadlines WHERE expires = ?1 AND session = ?2", on: connection, bind: Self.bind)
    }

    private static func bind(_ statement: SQLiteStatement, _ deadline: Deadline) {
        statement.bind(deadline.expires, at: 1)
        statement.bind(deadline.key, at: 2)
    }
}
