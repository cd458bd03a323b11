import CSQLite
import Glibc

/// What SQLite said when it did not do what it was asked.
struct SQLiteError: Error, Sendable, Equatable {
    /// The extended result code, such as `SQLITE_IOERR_FSYNC`.
    let code: Int32
    /// SQLite's own sentence.
    let message: String
    /// `errno` of the system call that failed, where one did; else 0.
    let systemError: Int32

    init(code: Int32, message: String, systemError: Int32 = 0) {
        self.code = code
        self.message = message
        self.systemError = systemError
    }

    /// The error that a connection just had. `errno` was 0 before.
    init(_ code: Int32, on connection: OpaquePointer) {
        // SQLite's own record of it is empty after a commit that failed, and both hold what failed without harm, such
        // as a look for a file that need not be there. So they tell something only beside an I/O error.
        let last = errno
        let recorded = sqlite3_system_errno(connection)
        let isSystem = [SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_FULL].contains(code & 0xFF)
        self.code = code
        message = String(cString: sqlite3_errmsg(connection))
        systemError = isSystem ? (last == 0 ? recorded : last) : 0
    }

    /// SQLITE_CONSTRAINT_UNIQUE, a macro that Swift does not read.
    static let notUnique = SQLITE_CONSTRAINT | 8 << 8

    /// The code without its extension, such as `SQLITE_IOERR`.
    var primary: Int32 { code & 0xFF }

    /// Only one statement was undone; its transaction stands.
    var isOfOneStatement: Bool {
        [SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE].contains(primary)
    }

    /// What kind of trouble it is, which decides whether writing may go on.
    var kind: Kind {
        switch code {
        // SQLITE_IOERR | (4 << 8) and SQLITE_IOERR | (5 << 8): macros that Swift does not read.
        case SQLITE_IOERR | 4 << 8, SQLITE_IOERR | 5 << 8: return .unsynced
        default: break
        }
        switch primary {
        case SQLITE_FULL: return .noRoom
        // A quota, a limit on file sizes and the growth of the shared-memory file come as I/O errors.
        case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemError): return .noRoom
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged
        default: return .other
        }
    }

    /// Kinds of trouble.
    enum Kind: Sendable, CaseIterable {
        /// The disk, the quota or the largest file is full. What was committed stands.
        case noRoom
        /// A sync failed. Linux may have dropped what was to be written, and a second sync would not say so: what is on
        /// the disk is unknown.
        case unsynced
        /// The file does not hold what a database must.
        case damaged
        case other
    }
}
