import Glibc
import Wire

/// Proof that no other gateway serves the same file, held until this value is destroyed: a lock on `FILE.lock`, and one
/// on the file.
///
/// Gateways wait for the first lock, and `FILE.lock` says who serves the file. But this lock guards a name: a file that
/// is mounted at two paths has two names, and a removed `FILE.lock` guards nothing. The second lock guards the file
/// itself.
///
/// The order matters for the second lock's descriptor. It is opened before SQLite opens the file, and closed after the
/// last of SQLite's connections, because POSIX releases all record locks of a process on a file when any of its
/// descriptors is closed, and by those locks other programs know that the file is in use. On Linux's own file systems
/// `flock` and record locks do not affect each other (flock(2)), so programs that only read are not kept out.
struct InstanceLock: ~Copyable {
    private let name: FileLock
    /// A reader tries for a moment whether a gateway has the first lock, and holds the second one until it has read
    /// everything.
    private static let passingTries = 3
    private static let readingTries = 50

    /// Nil if the file system has no such lock for a file that is open for reading, as NFS.
    private let file: FileLock?
    /// The database file that is locked, even if its path leads to another file later.
    let database: FileIdentity?

    /// Takes both locks, or waits until their holder releases them.
    ///
    /// - Parameters:
    ///   - creates: whether an empty database file is created if the file does not exist.
    ///   - mayWait: asked every 20 ms while another process holds a lock, with the error that is thrown if it answers
    ///     no.
    init(for path: String, creates: Bool, mayWait: (DatabaseFault) -> Bool) throws(DatabaseFault) {
        let beside = try Self.openLockFile(for: path)
        let name = try FileLock(
            beside, database: path, holder: { Self.holder(beside) }, graceTries: Self.passingTries, mayWait: mayWait)
        // The database may have been moved while this process waited for the lock.
        try DatabaseFile.refuseOrphanLog(of: path)
        if creates {
            try DatabaseFile.createIfMissing(path)
        } else if try !DatabaseFile.exists(path) {
            throw .missing(path: path)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatabaseFault(systemError: errno, path: path) }
        let database = FileIdentity(descriptor: descriptor)
        let file = try Self.lock(descriptor, of: path, mayWait: mayWait)
        // The id is for people; the lock is the proof. So an id that cannot be written does no harm.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(beside, 0) == 0 { _ = pwrite(beside, text, text.count, 0) }
        self.name = name
        self.file = file
        self.database = database
    }

    private static func lock(
        _ descriptor: Int32, of path: String, mayWait: (DatabaseFault) -> Bool
    ) throws(DatabaseFault) -> FileLock? {
        do throws(DatabaseFault) {
            return try FileLock(
                descriptor, database: path, holder: { 0 }, graceTries: readingTries, mayWait: mayWait)
        } catch {
            if case .heldBy = error { throw error }
            return nil
        }
    }

    deinit {
        // The address is withdrawn when the gateway stops, so that only a killed gateway leaves a doubtful one.
        withdrawAddress()
    }

    /// Writes the address at which this process listens into `FILE.lock`, after the id. It is for commands on this
    /// machine; an address that cannot be written does no harm.
    func leave(address: String) {
        let text = Array("\(getpid())\n\(address)\n".utf8)
        _ = pwrite(name.descriptor, text, text.count, 0)
    }

    private func withdrawAddress() {
        _ = ftruncate(name.descriptor, off_t("\(getpid())\n".utf8.count))
    }

    /// The address that the holder of a database's lock wrote with ``leave(address:)``; nil if no process holds the
    /// lock or the holder wrote no address.
    ///
    /// The address of a killed gateway stays until the next start, so an address counts only while the lock is held. To
    /// find out, this tries to take the lock, but only for a moment and only if there is an address: a gateway that
    /// starts at this moment may find the lock taken, and waits.
    static func address(leftFor path: String) -> String? {
        let descriptor = open(DatabaseFile.resolved(path) + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard secondLine(of: descriptor) != nil else { return nil }
        guard FileLock.probe(descriptor) == EWOULDBLOCK else { return nil }
        // The file is read again, because another process may hold the lock by then.
        return secondLine(of: descriptor)
    }

    private static func secondLine(of descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Three parts are two complete lines.
        return lines.count == 3 && !lines[1].isEmpty ? String(decoding: lines[1], as: UTF8.self) : nil
    }

    /// Opens `FILE.lock`. It is never removed: a third process would lock a new file while a second one waits for the
    /// old file.
    private static func openLockFile(for path: String) throws(DatabaseFault) -> Int32 {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor < 0 else { return descriptor }
        let code = errno
        // If the file exists, the fault is its own. If it cannot be created, the fault is that of the folder, as for
        // the database.
        guard DatabaseFile.isThere(path + ".lock") else { throw DatabaseFault(systemError: code, path: path) }
        throw .lockUnusable(path: path + ".lock", message: String(cString: strerror(code)))
    }

    private static func holder(_ descriptor: Int32) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return 0 }
        let digits = bytes.prefix(count).prefix { ASCII.isDigit($0) }
        return ASCII.natural(digits).flatMap { Int32(exactly: $0) } ?? 0
    }
}
