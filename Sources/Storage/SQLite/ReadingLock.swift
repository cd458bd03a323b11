import Glibc

/// How a command reads a database that it does not serve, and a lock that keeps gateways from the file meanwhile.
///
/// SQLite reads a database in WAL mode by means of two more files. It makes them where they are missing, and leaves them; where
/// it may not, it does not read. So a file that nobody serves is read without them, which writes nothing.
struct ReadingLock: ~Copyable, Sendable {
    /// How SQLite may open the file while this is held.
    let access: SQLiteConnection.Access
    /// Nil where a gateway serves the file.
    private let lock: FileLock?

    /// - Parameter path: of a file that is there, without symbolic links.
    init(for path: String) {
        guard !Self.isServed(path), let lock = Self.lock(path) else {
            access = .shared
            self.lock = nil
            return
        }
        self.lock = consume lock
        if DatabaseFile.isThere(path + "-journal") {
            // Only SQLite knows whether it undoes anything, and it has to be let.
            access = .shared
        } else {
            access = DatabaseFile.isThere(path + "-wal") ? .alone : .still
        }
    }

    /// Whether a gateway holds the file beside it. The database is not opened for that: this process may be the gateway, and
    /// POSIX drops all its record locks on a file when any of its descriptors is closed.
    private static func isServed(_ path: String) -> Bool {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// A lock on the file that others who read may have as well; nil where a gateway has one, and where the file system has
    /// none.
    private static func lock(_ path: String) -> FileLock? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        do throws(StoreOpenFault) {
            return try FileLock(descriptor, LOCK_SH, database: path, holder: { 0 }, mayWait: { _ in false })
        } catch {
            return nil
        }
    }
}
