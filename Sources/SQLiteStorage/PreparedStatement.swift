import CSQLite

/// One statement, prepared on one connection. It combines the SQL, the binding of its parameters and the reading of its
/// rows, so that no other code knows the number of a parameter or a column.
struct PreparedStatement<Parameters, Row> {
    /// The SQL.
    let text: String
    private let statement: SQLiteStatement
    private let bind: (SQLiteStatement, Parameters) -> Void
    private let row: (SQLiteStatement) throws(SQLiteError) -> Row

    /// Prepares a statement that returns rows. Throws if the SQL does not fit the schema.
    ///
    /// - Parameters:
    ///   - bind: binds the parameters, which count from 1.
    ///   - row: reads the current row, whose columns count from 0.
    init(
        _ text: String, on connection: SQLiteConnection, bind: @escaping (SQLiteStatement, Parameters) -> Void,
        row: @escaping (SQLiteStatement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) {
        self.text = text
        statement = try SQLiteStatement(text, on: connection)
        self.bind = bind
        self.row = row
    }

    /// Runs the statement up to its first row and reads it; nil if there is no row.
    func first(_ parameters: Parameters) throws(SQLiteError) -> Row? {
        bind(statement, parameters)
        defer { statement.reset() }
        return try statement.step() ? try row(statement) : nil
    }

    /// All rows, read before the function returns.
    func all(_ parameters: Parameters) throws(SQLiteError) -> [Row] {
        var rows: [Row] = []
        try each(parameters) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    /// Reads one row after the other until there are no more, or `body` returns false.
    func each(_ parameters: Parameters, _ body: (Row) throws(SQLiteError) -> Bool) throws(SQLiteError) {
        bind(statement, parameters)
        defer { statement.reset() }
        while try statement.step() {
            guard try body(try row(statement)) else { return }
        }
    }
}

/// A statement that returns no row.
extension PreparedStatement where Row == Never {
    /// Prepares it. Throws if the SQL does not fit the schema.
    init(
        _ text: String, on connection: SQLiteConnection, bind: @escaping (SQLiteStatement, Parameters) -> Void
    ) throws(SQLiteError) {
        try self.init(text, on: connection, bind: bind) { _ throws(SQLiteError) in
            throw SQLiteError.unexpectedRow
        }
    }

    /// Runs it.
    func run(_ parameters: Parameters) throws(SQLiteError) {
        bind(statement, parameters)
        try statement.run()
    }

    /// Runs it and returns the number of rows that it changed.
    func runCounting(_ parameters: Parameters) throws(SQLiteError) -> Int64 {
        bind(statement, parameters)
        return try statement.runCounting()
    }
}

/// A statement without parameters.
extension PreparedStatement where Parameters == Void {
    /// Prepares it. Throws if the SQL does not fit the schema.
    init(
        _ text: String, on connection: SQLiteConnection, row: @escaping (SQLiteStatement) throws(SQLiteError) -> Row
    ) throws(SQLiteError) {
        try self.init(text, on: connection, bind: { _, _ in }, row: row)
    }
}

extension PreparedStatement where Parameters == Void, Row == Never {
    /// Prepares it. Throws if the SQL does not fit the schema.
    init(_ text: String, on connection: SQLiteConnection) throws(SQLiteError) {
        try self.init(text, on: connection, bind: { _, _ in })
    }
}

extension SQLiteError {
    /// A statement that only writes has returned a row.
    static var unexpectedRow: SQLiteError {
        SQLiteError(code: SQLITE_MISUSE, message: "a statement that answers nothing has answered a row")
    }
}
