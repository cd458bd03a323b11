import CSQLite
import Glibc

/// One connection to the database file. Not safe for two threads at a time: whoever holds it sees to that.
///
/// Exactly one connection, the writer's, does all writing **and** all checkpointing. SQLite before 3.51.3 can damage a
/// database in WAL mode when two connections write or checkpoint at the same moment, and Debian 12 ships 3.40.1.
final class SQLiteConnection {
    /// What a connection is for.
    enum Role: Sendable {
        case writer, reader
    }

    /// What a connection uses beside the file.
    enum Access: Sendable {
        /// Locks, the log and shared memory, as all who use the file at the same time must.
        case shared
        /// The log that is there. Nobody else uses the file.
        case alone
        /// Nothing. Nobody else uses the file, and it has no log.
        case still
    }

    let handle: OpaquePointer
    /// Pages in the write-ahead log after the last commit. SQLite writes it in its hook.
    private let logPages: UnsafeMutablePointer<Int32>

    /// Opens an existing file, which may be empty, without touching what is in it.
    ///
    /// - Parameter path: from the root on, unless `access` is ``Access/shared``.
    init(path: String, role: Role, access: Access = .shared) throws(SQLiteError) {
        // SQLITE_OPEN_NOMUTEX: "multi-thread" mode. One thread at a time uses a connection anyway, so SQLite's own lock
        // would only cost. SQLITE_OPEN_CREATE is left out: files are made by us, with their permissions.
        // SQLITE_OPEN_EXRESCODE: every result is an extended one, which tells a failed sync from a failed write.
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
        // Whose the file is alone keeps the index of the log in memory of its own (wal.html, section 8).
        if access == .alone { try execute("PRAGMA locking_mode = EXCLUSIVE") }
    }

    /// A path as the name of a file that nobody changes (uri.html, section 3.3).
    private static func unchanging(_ path: String) -> String {
        let escaped = path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
        return "file:\(escaped)?immutable=1"
    }

    deinit {
        sqlite3_close_v2(handle)
        logPages.deallocate()
    }

    /// Settings that hold for every connection and do not look into the file.
    func configure(_ role: Role, _ options: StoreOptions) throws(SQLiteError) {
        // Another program may look into the file for a moment; longer than this, it is a fault to be told.
        waitForOthers(milliseconds: options.busyTimeoutMilliseconds)
        // On by default "for backwards compatibility", which this file has no need of: nothing in a schema may run a
        // function that has side effects.
        try execute("PRAGMA trusted_schema = OFF")
        // Off by default, and per connection.
        try execute("PRAGMA foreign_keys = ON")
        // Looks for damage in each page as it is read, instead of going on with it.
        try execute("PRAGMA cell_size_check = ON")
        // An I/O error behind a memory map is a SIGBUS, which ends the process; behind a read it is an error code.
        try execute("PRAGMA mmap_size = 0")
        // Negative: kibibytes instead of pages.
        let cache = role == .writer ? options.writerCacheKibibytes : options.readerCacheKibibytes
        try execute("PRAGMA cache_size = -\(cache)")
        // Readers never checkpoint, and the writer decides itself when to (see SQLiteWriter).
        try execute("PRAGMA wal_autocheckpoint = 0")
        if role == .reader { try execute("PRAGMA query_only = ON") }
    }

    /// Makes the file one with a write-ahead log, and every commit durable. The writer's connection only.
    func configureLog(sizeBytesMax: Int) throws(SQLiteError) {
        // Readers do not wait for the writer, nor it for them; a commit appends to one file instead of writing to two.
        let mode = try text("PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "the file system does not allow a write-ahead log")
        }
        // FULL syncs the log at each commit, which makes commits "durable across a power loss"; NORMAL may lose the
        // last ones.
        try execute("PRAGMA synchronous = FULL")
        // The log is kept and written over, since that is quicker than growing it anew; beyond this it is cut.
        try execute("PRAGMA journal_size_limit = \(sizeBytesMax)")
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, logPages)
    }

    /// How long to wait from now on where another connection is in the way.
    func waitForOthers(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// Runs statements that answer nothing.
    func execute(_ sql: String) throws(SQLiteError) {
        errno = 0
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(code, on: handle) }
    }

    /// The first column of the first row, as an integer; 0 where there is no row.
    func integer(_ sql: String) throws(SQLiteError) -> Int64 {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// The first column of the first row, as a text; nil where there is no row.
    func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try SQLiteStatement(sql, on: self)
        return try statement.step() ? statement.text(0) : nil
    }

    /// Whether closing this connection, if it is the last one, copies the log into the database file and removes it.
    func checkpointsOnClose(_ isOn: Bool) {
        _ = csqlite_checkpoint_on_close(handle, isOn ? 1 : 0)
    }

    /// The file cannot be written, by its permissions or by its own header.
    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// Pages in the write-ahead log when this connection last committed.
    var logPageCount: Int { Int(logPages.pointee) }

    /// How much a checkpoint is to achieve.
    enum Checkpoint: Sendable {
        /// What can be copied without waiting for anybody.
        case passive
        /// All of it, so that the next commit starts the log anew. Waits for readers, as long as the busy timeout.
        case restart
        /// As ``restart``, and the log's file is cut to nothing.
        case truncate
    }

    /// Copies the log into the database file and syncs that. The writer's connection only.
    ///
    /// True where it achieved all that it could: nothing is left in the log that is not in the database file, and nobody
    /// who was to be waited for reads on.
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
        // Busy: somebody still reads an older state. What could be copied was.
        guard code == SQLITE_OK || code & 0xFF == SQLITE_BUSY else { throw SQLiteError(code, on: handle) }
        // Minus one: there is no log. `PRAGMA journal_mode` answers "wal" also where a sync failed on the way to it and the
        // file goes on without.
        guard code != SQLITE_OK || pages >= 0 else {
            throw SQLiteError(code: SQLITE_IOERR, message: "the disk failed while a write-ahead log was begun")
        }
        return code == SQLITE_OK && pages == copied
    }
}
