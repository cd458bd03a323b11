import CSQLite
import Checkout
import Glibc

/// A prepared statement. As in SQLite, parameters count from 1 and columns from 0.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection
    /// Holds the bytes of bound texts and blobs until the statement is reset.
    private let bytes: BoundBytes
    /// The first error of a bind, which the next step throws.
    private var bindCode = SQLITE_OK

    init(_ sql: String, on connection: SQLiteConnection) throws(SQLiteError) {
        var prepared: OpaquePointer?
        // SQLITE_PREPARE_PERSISTENT: "a hint to the query planner that the prepared statement will be retained for a
        // long time and probably reused many times".
        let code = sqlite3_prepare_v3(
            connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code, on: connection.handle) }
        guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "a statement without text") }
        handle = prepared
        self.connection = connection
        bytes = BoundBytes()
    }

    deinit {
        sqlite3_finalize(handle)
    }

    func bind(_ value: Int64, at index: Int32) {
        note(sqlite3_bind_int64(handle, index, value))
    }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    func bind(_ value: Bool, at index: Int32) {
        bind(value ? 1 : 0 as Int64, at: index)
    }

    func bindNull(at index: Int32) {
        note(sqlite3_bind_null(handle, index))
    }

    func bind(text value: String?, at index: Int32) {
        guard let value else { return bindNull(at: index) }
        let standing =
            value.utf8.withContiguousStorageIfAvailable { bytes.copy($0) }
            ?? Array(value.utf8).withUnsafeBufferPointer { bytes.copy($0) }
        bind(stableText: standing, at: index)
    }

    func bind(blob value: [UInt8]?, at index: Int32) {
        guard let value else { return bindNull(at: index) }
        value.withUnsafeBufferPointer { bind(stableBlob: bytes.copy($0), at: index) }
    }

    func bind(_ digest: Digest, at index: Int32) {
        bind(blob: digest.bytes, at: index)
    }

    /// Binds a text whose bytes keep their address until the statement is reset. SQLite does not copy it: it has no
    /// destructor (SQLITE_STATIC).
    func bind(stableText value: UnsafeBufferPointer<UInt8>, at index: Int32) {
        let start = UnsafeRawPointer(value.baseAddress)?.assumingMemoryBound(to: CChar.self)
        note(sqlite3_bind_text64(handle, index, start, UInt64(value.count), nil, UInt8(SQLITE_UTF8)))
    }

    /// Binds a blob whose bytes keep their address until the statement is reset.
    func bind(stableBlob value: UnsafeBufferPointer<UInt8>, at index: Int32) {
        note(sqlite3_bind_blob64(handle, index, value.baseAddress, UInt64(value.count), nil))
    }

    private func note(_ code: Int32) {
        if code != SQLITE_OK, bindCode == SQLITE_OK { bindCode = code }
    }

    /// Goes to the next row. False after the last row.
    func step() throws(SQLiteError) -> Bool {
        guard bindCode == SQLITE_OK else {
            throw SQLiteError(code: bindCode, message: "a value could not be bound")
        }
        errno = 0
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteError(code, on: connection.handle)
        }
    }

    /// Runs a statement that returns no row, and prepares it for the next run.
    func run() throws(SQLiteError) {
        defer { reset() }
        _ = try step()
    }

    /// Like ``run()``, but returns the number of rows that it changed.
    func runCounting() throws(SQLiteError) -> Int64 {
        try run()
        return sqlite3_changes64(connection.handle)
    }

    /// Ends the run and its read, and forgets the bound values.
    func reset() {
        // The code repeats the error of the last step, which was thrown there.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        bytes.clear()
        bindCode = SQLITE_OK
    }

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    func text(_ column: Int32) -> String {
        withText(column) { String(decoding: $0, as: UTF8.self) }
    }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    func blob(_ column: Int32) -> [UInt8] {
        // SQLite requires this order: first the pointer, then the length.
        let start = sqlite3_column_blob(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func optionalBlob(_ column: Int32) -> [UInt8]? {
        isNull(column) ? nil : blob(column)
    }

    /// A digest. If the column holds anything else, the result is ``Digest/unmatched``: the row can be read, and no
    /// secret matches it.
    func digest(_ column: Int32) -> Digest {
        Digest(kept: blob(column)) ?? .unmatched
    }

    /// Whether a text is these bytes.
    func isText(_ column: Int32, _ expected: String.UTF8View) -> Bool {
        !isNull(column) && withText(column) { $0.elementsEqual(expected) }
    }

    private func withText<Result>(_ column: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let start = sqlite3_column_text(handle, column)
        let count = Int(sqlite3_column_bytes(handle, column))
        return body(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}
