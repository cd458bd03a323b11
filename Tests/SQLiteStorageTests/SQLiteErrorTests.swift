import CSQLite
import Checkout
import Glibc
import Testing

@testable import SQLiteStorage

/// The kind of error decides whether the store goes on writing.
@Suite struct `SQLite error` {
    struct Case: Sendable {
        let code: Int32
        let systemError: Int32
        let kind: SQLiteError.Kind
        let failure: StoreFailure
    }

    /// Swift cannot import the macros of the extended codes: `SQLITE_IOERR | (n << 8)`.
    static let cases = [
        Case(code: SQLITE_FULL, systemError: 0, kind: .noRoom, failure: .noRoom),
        Case(code: SQLITE_IOERR | 3 << 8, systemError: ENOSPC, kind: .noRoom, failure: .noRoom),
        Case(code: SQLITE_IOERR | 3 << 8, systemError: EDQUOT, kind: .noRoom, failure: .noRoom),
        Case(code: SQLITE_IOERR | 3 << 8, systemError: EFBIG, kind: .noRoom, failure: .noRoom),
        Case(
            code: SQLITE_IOERR | 3 << 8, systemError: EIO, kind: .other,
            failure: .broken(code: 778, message: "m (SQLite 778)")),
        Case(code: SQLITE_IOERR | 4 << 8, systemError: EIO, kind: .unsynced, failure: .stopped),
        Case(code: SQLITE_IOERR | 4 << 8, systemError: ENOSPC, kind: .unsynced, failure: .stopped),
        Case(code: SQLITE_IOERR | 5 << 8, systemError: EIO, kind: .unsynced, failure: .stopped),
        Case(code: SQLITE_CORRUPT, systemError: 0, kind: .damaged, failure: .stopped),
        Case(code: SQLITE_NOTADB, systemError: 0, kind: .damaged, failure: .stopped),
        Case(code: SQLITE_BUSY, systemError: 0, kind: .other, failure: .broken(code: 5, message: "m (SQLite 5)")),
        Case(code: SQLITE_NOMEM, systemError: 0, kind: .other, failure: .broken(code: 7, message: "m (SQLite 7)")),
    ]

    @Test(arguments: cases)
    func `distinguishes a full disk from one that cannot be trusted`(example: Case) {
        let error = SQLiteError(code: example.code, message: "m", systemError: example.systemError)
        #expect(error.kind == example.kind)
        #expect(StoreFailure(writing: error) == example.failure)
        #expect(StoreFailure(reading: error) == .broken(code: example.code, message: "m (SQLite \(example.code))"))
    }

    @Test(arguments: [
        (SQLITE_CONSTRAINT, true), (SQLITE_CONSTRAINT | 6 << 8, true), (SQLITE_TOOBIG, true), (SQLITE_FULL, false),
        (SQLITE_IOERR | 3 << 8, false), (SQLITE_NOMEM, false), (SQLITE_CORRUPT, false), (SQLITE_BUSY, false),
    ])
    func `knows which errors undo one statement and which more`(code: Int32, isOfOneStatement: Bool) {
        #expect(SQLiteError(code: code, message: "").isOfOneStatement == isOfOneStatement)
    }

    @Test(arguments: [false, true])
    func `undoes a transaction that was not committed`(isPrepared: Bool) throws {
        let folder = TemporaryFolder()
        try SQLiteWriter(path: folder.database).close()
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        try connection.execute("CREATE TABLE a (a)")
        let statements = isPrepared ? try SQLiteStatements(on: connection) : nil
        do {
            let transaction = try Transaction(on: connection, statements)
            try connection.execute("INSERT INTO a VALUES (1)")
            _ = transaction
        }
        #expect(try connection.integer("SELECT count(*) FROM a") == 0)
        #expect(throws: SQLiteError(code: SQLITE_ERROR, message: "cannot start a transaction within a transaction")) {
            let transaction = try Transaction(on: connection, statements)
            try connection.execute("INSERT INTO a VALUES (1)")
            _ = try Transaction(on: connection, statements)
            try transaction.commit()
        }
        #expect(try connection.integer("SELECT count(*) FROM a") == 0)
        let transaction = try Transaction(on: connection, statements)
        try connection.execute("INSERT INTO a VALUES (1)")
        try transaction.commit()
        #expect(try connection.integer("SELECT count(*) FROM a") == 1)
    }

    @Test func `has SQLite's message`() throws {
        let folder = TemporaryFolder()
        try DatabaseFile.createIfMissing(folder.database)
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        #expect(throws: SQLiteError(code: SQLITE_ERROR, message: "no such table: nowhere")) {
            try connection.execute("SELECT * FROM nowhere")
        }
    }
}
