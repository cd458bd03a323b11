import CSQLite
import Glibc

/// One connection to the database file. It is not safe for two threads at a time; its owner must prevent that.
///
/// Exactly one connection, the writer's, does all writing **and** all checkpointing. SQLite before 3.51.3 can damage a
/// database in WAL mode when two connections write or checkpoint at the same moment, and Debian 12 ships 3.40.1.
final class SQLiteConnection {
    /// What a connection is for.
    enum Role: Sendable {
        case writer, reader
    }

    /// What a connection uses besides the database file.
    enum Access: Sendable {
        /// Locks, the log and shared memory, as all programs must that use the file at the same time.
        case shared
        /// The existing log. No other program uses the file.
        case alone
        /// Nothing. No other program uses the file, and it has no log.
        case still
    }

    let handle: OpaquePointer
    /// The number of pages in the write-ahead log after the last commit. SQLite writes it in its hook.
    private let logPages: UnsafeMutablePointer<Int32>

    /// Opens an existing file, which may be empty, without changing it.
    ///
    /// - Parameter path: absolute, unless `access` is ``Access/shared``.
    init(path: String, role: Role, access: Access = .shared) throws(SQLiteError) {
        // SQLITE_OPEN_NOMUTEX: "multi-thread" mode. Only one thread at a time uses a connection, so SQLite's own lock
        // would only cost time. SQLITE_OPEN_CREATE is omitted: this program creates files itself, with its own
        // permissions. SQLITE_OPEN_EXRESCODE: every result is an extended one, which distinguishes a failed sync from a
        // failed write.
        var flags = role == .writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY
        if access == .still { flags |= SQLITE_OPEN_URI }
        var opened: OpaquePointer?
        errno = 0
        let code = sqlite3_open_v2(
            access == .still ? Self.unchanging(path) : path, &opened,
            flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
            // SQLite's way to open files without any lock.
            access == .alone ? "unix-none" : nil)
        guard let opened else { throw SQLiteError(code: SQLITE_NOMEM, message: "out of memory") }
        guard code == SQLITE_OK else {
            let error = SQLiteError(code, on: opened)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
        checkpointsOnClose(false)
        _ = csqlite_defensive(handle)
        // With exclusive use of the file, SQLite keeps the index of the log in its own memory (wal.html, section 8).
        if access == .alone { try execute("PRAGMA locking_mode = EXCLUSIVE") }
    }

    /// A path as the name of a file that no program changes (uri.html, section 3.3).
    private static func unchanging(_ path: String) -> String {
        let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
        return "file:\(escaped)?immutable=1"
    }

    deinit {
        sqlite3_close_v2(handle)
        logPages.deallocate()
    }

    /// Settings that apply to every connection and do not read the file.
    func configure(_ role: Role, _ options: SQLiteOptions) throws(SQLiteError) {
        // Another program may use the file for a moment; if it takes longer than this, that is a fault to report.
        waitForOthers(milliseconds: options.busyTimeoutMilliseconds)
        // On by default "for backwards compatibility", which this file does not need: nothing in a schema may run a
        // function that has side effects.
        try execute("PRAGMA trusted_schema = OFF")
        // Off by default, and per connection.
        try execute("PRAGMA foreign_keys = ON")
        // Checks each page for damage when it is read, instead of continuing with it.
        try execute("PRAGMA cell_size_check = ON")
        // An I/O error in a memory map is a SIGBUS, which ends the process; in a read it is an error code.
        try execute("PRAGMA mmap_size = 0")
        // A negative number means kibibytes instead of pages.
        let cache = role == .writer ? options.writerCacheKibibytes : options.readerCacheKibibytes
        try execute("PRAGMA cache_size = -\(cache)")
        // Readers never checkpoint, and the writer decides when to (see SQLiteWriter).
        try execute("PRAGMA wal_autocheckpoint = 0")
        if role == .reader { try execute("PRAGMA query_only = ON") }
    }

    /// Gives the file a write-ahead log, and makes every commit durable. Only for the writer's connection.
    func configureLog(sizeBytesMax: Int) throws(SQLiteError) {
        // Readers and the writer do not wait for each other; a commit appends to one file instead of writing to two.
        let mode = try text("PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "the file system does not allow a write-ahead log")
        }
        // FULL syncs the log at each commit, which makes commits "durable across a power loss"; NORMAL may lose the
        // last commits.
        try execute("PRAGMA synchronous = FULL")
        // The log is kept and overwritten, which is faster than growing it again; above this size it is cut.
        try execute("PRAGMA journal_size_limit = \(sizeBytesMax)")
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logPages)
    }

    /// Sets how long later calls wait if another connection is in the way.
    func waitForOthers(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Runs statements that return no rows.
    func execute(_ sql: String) throws(SQLiteError) {
        errno = 0
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
    }

    /// The first column of the first row as an integer; 0 if there is no row.
    func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The first column of the first row as a text; nil if there is no row.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Sets whether closing this connection, if it is the last one, copies the log into the database file and removes
    /// the log.
    func checkpointsOnClose(_ isOn: Bool) {
        _ = csqlite_checkpoint_on_close(handle, isOn ? 1 : 0)
    }

    /// Whether the file cannot be written, because of its permissions or its own header.
    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// The number of pages in the write-ahead log after this connection's last commit.
    var logPageCount: Int { Int(logPages.pointee) }

    /// How much a checkpoint must achieve.
    enum Checkpoint: Sendable {
        /// Copies as much as possible without waiting.
        case passive
        /// Copies everything, so that the next commit restarts the log. Waits for readers, up to the busy timeout.
        case restart
        /// Like ``restart``, and the log's file is cut to nothing.
        case truncate
    }

    /// Copies the log into the database file and syncs that. Only for the writer's connection.
    ///
    /// True if the checkpoint achieved everything: the database file has everything that is in the log, and no reader
    /// for whom it had to wait is still reading.
    @discardableResult
    func checkpoint(_ checkpoint: Checkpoint) throws(SQLiteError) -> Bool {
        let mode =
            switch checkpoint {
            case .passive: SQLITE_CHECKPOINT_PASSIVE
            case .restart: SQLITE_CHECKPOINT_RESTART
            case .truncate: SQLITE_CHECKPOINT_TRUNCATE
            }
        var pages: Int32 = 0
        var copied: Int32 = 0
        errno = 0
        let code = sqlite3_wal_checkpoint_v2(handle, "main", mode, &pages, &copied)
        // Busy: a reader still reads an older state. SQLite has copied what it could.
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else { throw SQLiteError(code, on: handle) }
        // Minus one: there is no log. `PRAGMA journal_mode` also returns "wal" if a sync failed while the mode was
        // changed and the file continues without a log.
        guard code != SQLITE_OK || pages >= 0 else {
            throw SQLiteError(code: SQLITE_IOERR, message: "the disk failed while a write-ahead log was begun")
        }
        return code == SQLITE_OK && pages == copied
    }
}
