/// Why a database file cannot be opened. The file's contents are unchanged.
package enum DatabaseFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no file, and the caller did not want one to be created.
    case missing(path: String)
    /// The file is empty, and the caller did not want a database to be created.
    case empty(path: String)
    /// The database is missing or empty, but its log or its journal exists, and SQLite would remove that.
    case orphanLog(path: String, log: String)
    /// The path is a symbolic link to the database, and there is a log beside the link, where SQLite does not look for
    /// it.
    case strayLog(path: String, log: String, database: String)
    /// The folder of the file does not exist.
    case directoryMissing(path: String)
    /// The path leads to a folder or to something else that is not a file.
    case notAFile(path: String)
    /// The user who runs the program may not use the file or its folder.
    case noPermission(path: String)
    /// The file can be read but not written.
    case readOnly(path: String)
    /// The file is not an SQLite database.
    case notADatabase(path: String)
    /// The file is an SQLite database and is damaged.
    case corrupt(path: String, message: String)
    /// The file belongs to another program.
    case foreignApplication(path: String)
    /// A newer version of this program created or changed the file.
    case newerVersion(path: String, version: Int64, latest: Int64)
    /// An older version of this program created the file, and the caller wanted only to read.
    case olderVersion(path: String, version: Int64)
    /// Another gateway serves the file. A pid of 0 means that its process id could not be read.
    case heldBy(pid: Int32, path: String)
    /// The lock file beside the database cannot be opened.
    case lockUnusable(path: String, message: String)
    /// Another program has locked the file.
    case locked(path: String)
    /// There is no room on the disk.
    case noRoom(path: String)
    /// Anything else.
    case failed(path: String, message: String)

    /// A sentence for the operator who starts the program.
    package var description: String {
        switch self {
        case .missing(let path):
            "There is no database at \(path); `checkout-gateway serve` makes one."
        case .empty(let path):
            "The file \(path) is empty; `checkout-gateway serve` makes it a database."
        case .orphanLog(let path, let log):
            "The database \(path) is missing or empty, but \(log) is there and may hold sessions; nothing was changed. "
                + "Put the database back in its place, or, to begin with a new one, move \(log) elsewhere."
        case .strayLog(let path, let log, let database):
            "The database \(path) is a link to \(database), but \(log) is beside the link, where it is not read; nothing "
                + "was changed. If it belongs to the database, move it to \(database)-wal, else move it elsewhere."
        case .directoryMissing(let path):
            "The folder for the database \(path) does not exist; make it first."
        case .notAFile(let path):
            "The database path \(path) is not a file."
        case .noPermission(let path):
            "The database \(path) may not be opened by this user; "
                + "check the owner and the mode of the file and its folder."
        case .readOnly(let path):
            "The database \(path) can be read but not written."
        case .notADatabase(let path):
            "The file \(path) is not an SQLite database; it was left as it is."
        case .corrupt(let path, let message):
            "The database \(path) is damaged (\(message)); it was left as it is. "
                + "To restore it: stop the gateway, remove \(path)-wal and \(path)-shm, and put a backup in its place."
        case .foreignApplication(let path):
            "The SQLite database \(path) belongs to another program; it was left as it is."
        case .newerVersion(let path, let version, let latest):
            "The database \(path) has version \(version), and this program knows versions up to \(latest); "
                + "use the newer program."
        case .olderVersion(let path, let version):
            "The database \(path) has the older version \(version); start the gateway once, which brings it up to date."
        case .heldBy(let pid, let path):
            pid == 0
                ? "Another gateway serves the database \(path)."
                : "Another gateway, process \(pid), serves the database \(path)."
        case .lockUnusable(let path, let message):
            "The lock file \(path) cannot be opened: \(message)."
        case .locked(let path):
            "Another program has locked the database \(path)."
        case .noRoom(let path):
            "There is no room on the disk to open the database \(path)."
        case .failed(let path, let message):
            "The database \(path) cannot be opened: \(message)."
        }
    }
}
