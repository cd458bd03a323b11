import CSQLite
import Glibc

extension DatabaseFault {
    /// The meaning of SQLite's error for the operator who starts the program.
    init(_ error: SQLiteError, path: String) {
        switch (error.kind, error.primary) {
        case (.noRoom, _): self = .noRoom(path: path)
        case (_, SQLITE_NOTADB): self = .notADatabase(path: path)
        case (.damaged, _): self = .corrupt(path: path, message: error.message)
        case (_, SQLITE_BUSY), (_, SQLITE_LOCKED): self = .locked(path: path)
        case (_, SQLITE_READONLY): self = .readOnly(path: path)
        case (_, SQLITE_PERM), (_, SQLITE_AUTH): self = .noPermission(path: path)
        case (_, SQLITE_CANTOPEN): self.init(systemError: error.systemError, path: path)
        default: self = .failed(path: path, message: error.message)
        }
    }

    /// Runs a part of the opening, and converts its error.
    static func wrapping<Result>(
        _ path: String, _ body: () throws(SQLiteError) -> Result
    ) throws(DatabaseFault) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw DatabaseFault(error, path: path)
        }
    }

    /// The meaning of an `errno` for the operator who starts the program.
    init(systemError code: Int32, path: String) {
        switch code {
        case ENOENT: self = .directoryMissing(path: path)
        // The path leads through a file as if it were a folder.
        case ENOTDIR: self = .directoryMissing(path: path)
        case EISDIR: self = .notAFile(path: path)
        case EACCES, EPERM: self = .noPermission(path: path)
        case EROFS: self = .readOnly(path: path)
        case ENOSPC, EDQUOT, EFBIG: self = .noRoom(path: path)
        case 0: self = .failed(path: path, message: "SQLite cannot open it")
        default: self = .failed(path: path, message: String(cString: strerror(code)))
        }
    }
}
