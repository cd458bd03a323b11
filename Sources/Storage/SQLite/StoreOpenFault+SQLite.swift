import CSQLite
import Glibc

extension StoreOpenFault {
    /// What SQLite's refusal means for whoever starts the program.
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

    /// Runs a part of an opening.
    static func wrapping<Result>(
        _ path: String, _ body: () throws(SQLiteError) -> Result
    ) throws(StoreOpenFault) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw StoreOpenFault(error, path: path)
        }
    }

    /// What an `errno` means for whoever starts the program.
    init(systemError code: Int32, path: String) {
        switch code {
        case ENOENT: self = .directoryMissing(path: path)
        // A part of the path before its end is a file.
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
