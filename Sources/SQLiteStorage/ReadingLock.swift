import Glibc

/// How a command reads a database that it does not serve, with a lock that keeps gateways from the file meanwhile.
///
/// SQLite reads a database in WAL mode by means of two more files. It creates them if they are missing, and leaves
/// them; if it may not create them, it does not read. So a file that no gateway serves is read without them, which
/// writes nothing.
struct ReadingLock: ~Copyable, Sendable {
    /// How SQLite may open the file while the lock is held.
    let access: SQLiteConnection.Access
    /// Nil if a gateway serves the file.
    private let lock: FileLock?

    /// - Parameter path: the path of an existing file, without symbolic links.
    init(for path: String) {
        guard !Self.isServed(path), let lock = Self.lock(path) else {
            access = .shared
            self.lock = nil
            return
        }
        self.lock = consume lock
        if DatabaseFile.isThere(path + "-journal") {
            // Only SQLite can decide whether the journal undoes anything, and must be allowed to.
            access = .shared
        } else {
            access = DatabaseFile.isThere(path + "-wal") ? .alone : .still
        }
    }

    /// Whether a gateway holds the lock file beside it. The database is not opened for that: this process may be the
    /// gateway, and POSIX releases all its record locks on a file when any of its descriptors is closed.
    private static func isServed(_ path: String) -> Bool {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return FileLock.probe(descriptor) != 0
    }

    /// A lock on the file that other readers may have too; nil if a gateway has one, or if the file system has no such
    /// locks.
    private static func lock(_ path: String) -> FileLock? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        do throws(DatabaseFault) {
            return try FileLock(descriptor, LOCK_SH, database: path, holder: { 0 }, mayWait: { _ in false })
        } catch {
            return nil
        }
    }
}
