import Glibc
import Wire

/// Proof that no other gateway serves the same file, held until this is gone: a lock on `FILE.lock`, and one on the file.
///
/// The first is what gateways wait at, and tells whose the file is. It guards a name, though: a file that is mounted at two
/// places has two, and one that somebody removed guards nothing. The second guards the file itself.
///
/// Of the second's descriptor the order matters. It is opened before SQLite opens the file and closed after the last of
/// SQLite's connections, because POSIX drops all record locks of a process on a file when any of its descriptors is closed,
/// and those locks are how other programs know that the file is in use. On Linux's own file systems `flock` and record
/// locks do not meet (flock(2)), so nobody who only reads is kept out.
struct InstanceLock: ~Copyable {
    private let name: FileLock
    /// Who reads asks in passing whether a gateway has the first, and holds the second until all is read.
    private static let passingTries = 3
    private static let readingTries = 50

    /// Nil where the file system has no such lock for a file that is open for reading, as NFS.
    private let file: FileLock?
    /// The database file that is locked, whatever its path leads to by now.
    let database: FileIdentity?

    /// Takes both, or waits for whoever holds one to let go.
    ///
    /// - Parameters:
    ///   - creates: whether the database file is made, empty, where there is none.
    ///   - mayWait: asked every 20 ms while another holds one, with what is thrown where it answers no.
    init(for path: String, creates: Bool, mayWait: (StoreOpenFault) -> Bool) throws(StoreOpenFault) {
        let beside = try Self.openLockFile(for: path)
        let name = try FileLock(
            beside, database: path, holder: { Self.holder(beside) }, graceTries: Self.passingTries, mayWait: mayWait)
        // It may have been moved while its lock was waited for.
        try DatabaseFile.refuseOrphanLog(of: path)
        if creates {
            try DatabaseFile.createIfMissing(path)
        } else if try !DatabaseFile.exists(path) {
            throw .missing(path: path)
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreOpenFault(systemError: errno, path: path) }
        let database = FileIdentity(descriptor: descriptor)
        let file = try Self.lock(descriptor, of: path, mayWait: mayWait)
        // The id is for people; the lock is the proof. So it is no harm where it cannot be written.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(beside, 0) == 0 { _ = pwrite(beside, text, text.count, 0) }
        self.name = name
        self.file = file
        self.database = database
    }

    private static func lock(
        _ descriptor: Int32, of path: String, mayWait: (StoreOpenFault) -> Bool
    ) throws(StoreOpenFault) -> FileLock? {
        do throws(StoreOpenFault) {
            return try FileLock(
                descriptor, database: path, holder: { 0 }, graceTries: readingTries, mayWait: mayWait)
        } catch {
            if case .heldBy = error { throw error }
            return nil
        }
    }

    deinit {
        // What is said of a gateway ends with it, so that only one that was killed leaves anything to doubt.
        withdrawAddress()
    }

    /// Leaves word in `FILE.lock`, behind the id, of where this process listens. It is for commands on this machine; that it
    /// cannot be written is no harm.
    func leave(address: String) {
        let text = Array("\(getpid())\n\(address)\n".utf8)
        _ = pwrite(name.descriptor, text, text.count, 0)
    }

    private func withdrawAddress() {
        _ = ftruncate(name.descriptor, off_t("\(getpid())\n".utf8.count))
    }

    /// What the process that holds the lock of a database left there with ``leave(address:)``; nil where nobody holds it, or
    /// the holder left nothing.
    ///
    /// The word of one that was killed stays until the next start, so it counts only while the lock is held. Whether it is
    /// held is tried by taking it, but no more than a moment and only where there is word: a gateway that starts at this
    /// very moment may find it taken, and waits.
    static func address(leftFor path: String) -> String? {
        let descriptor = open(DatabaseFile.resolved(path) + ".lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard secondLine(of: descriptor) != nil else { return nil }
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        // Once more, because it may be another holder's by now.
        return secondLine(of: descriptor)
    }

    private static func secondLine(of descriptor: Int32) -> String? {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let lines = bytes.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Three parts are two whole lines.
        return lines.count == 3 && !lines[1].isEmpty ? String(decoding: lines[1], as: UTF8.self) : nil
    }

    /// Opens `FILE.lock`. It is never removed: a third one would lock a new file while a second waits for the old one.
    private static func openLockFile(for path: String) throws(StoreOpenFault) -> Int32 {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor < 0 else { return descriptor }
        let code = errno
        // One that is there is at fault itself; where it cannot be made, the folder is, as for the database.
        guard DatabaseFile.isThere(path + ".lock") else { throw StoreOpenFault(systemError: code, path: path) }
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
