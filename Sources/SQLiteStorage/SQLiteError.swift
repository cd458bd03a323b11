import CSQLite
import Glibc

/// The error of a call to SQLite.
struct SQLiteError: Error, Sendable, Equatable {
    /// The extended result code, such as `SQLITE_IOERR_FSYNC`.
    let code: Int32
    /// SQLite's own message.
    let message: String
    /// `errno` of the system call that failed; 0 if none failed.
    let systemError: Int32

    init(code: Int32, message: String, systemError: Int32 = 0) {
        self.code = code
        self.message = message
        self.systemError = systemError
    }

    /// The last error of a connection. The caller set `errno` to 0 before.
    init(_ code: Int32, on connection: OpaquePointer) {
        // SQLite's own record is empty after a commit that failed, and both may contain harmless failures, such as a
        // check for a file that does not have to exist. So they are used only with an I/O error.
        let last = errno
        let recorded = sqlite3_system_errno(connection)
        let isSystem = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF)
        self.code = code
        message = String(cString: sqlite3_errmsg(connection))
        systemError = isSystem ? (last == 0 ? recorded : last) : 0
    }

    /// The error of every read and write after the store was closed.
    static let closed = SQLiteError(code: SQLITE_MISUSE, message: "the store is closed")

    /// A row whose values another program has changed, so that this program cannot read it. Only the read or the write
    /// that needs the row fails; the store continues.
    static func unreadable(_ message: String) -> SQLiteError {
        SQLiteError(code: SQLITE_MISMATCH, message: message)
    }

    /// SQLITE_CONSTRAINT_UNIQUE, a macro that Swift does not read.
    static let notUnique = SQLITE_CONSTRAINT | 8 << 8

    /// The code without its extension, such as `SQLITE_IOERR`.
    var primary: Int32 { code & 0xFF }

    /// Whether SQLite undid only one statement; its transaction continues.
    var isOfOneStatement: Bool {
        [SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE].contains(primary)
    }

    /// The kind of the error, which decides whether writing may continue.
    var kind: Kind {
        switch code {
        // SQLITE_IOERR | (4 << 8) and SQLITE_IOERR | (5 << 8) are macros that Swift does not read.
        case SQLITE_IOERR | 4 << 8, SQLITE_IOERR | 5 << 8: return .unsynced
        default: break
        }
        switch primary {
        case SQLITE_FULL: return .noRoom
        // SQLite reports a quota, a limit on file sizes and the growth of the shared-memory file as I/O errors.
        case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemError): return .noRoom
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged
        default: return .other
        }
    }

    /// Kinds of errors.
    enum Kind: Sendable, CaseIterable {
        /// The disk, the quota or the largest allowed file is full. Committed data is safe.
        case noRoom
        /// A sync failed. Linux may have dropped the data, and a second sync would not report that: the contents of the
        /// disk are unknown.
        case unsynced
        /// The file's contents are not a valid database.
        case damaged
        case other
    }
}
