import Glibc

/// Checks a file before SQLite opens it, because SQLite reports most problems only as "unable to open database file".
///
/// Nothing here opens an existing database file: POSIX releases all record locks of a process on a file when any of its
/// descriptors is closed, and SQLite uses such locks.
enum DatabaseFile {
    /// The absolute path without symbolic links. SQLite derives the name of its log from this path, so the name of the
    /// lock must be derived from it too. SQLite reads a name that begins with a slash only as a file's name, never as a
    /// special one such as `:memory:`.
    ///
    /// For a file that does not exist yet, this is its future path. If its folder does not exist, the path is returned
    /// unchanged.
    static func resolved(_ path: String) -> String {
        var path = path
        for _ in 0..<symbolicLinksMax {
            if let real = real(path) { return real }
            let (folder, name) = parts(of: path)
            guard let folder = real(folder) else { return path }
            path = (folder == "/" ? "" : folder) + "/" + name
            guard let target = target(ofLinkAt: path) else { return path }
            path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
        }
        return path
    }

    /// The number of links that Linux follows (path_resolution(7)).
    private static let symbolicLinksMax = 40

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// The target of a symbolic link; nil for anything else.
    private static func target(ofLinkAt path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// The folder with its slash, and the name within it.
    private static func parts(of path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        return (String(path[...slash]), String(path[path.utf8.index(after: slash)...]))
    }

    /// Whether the path exists, also as a symbolic link without a target.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether a file exists and is not empty. SQLite treats a file of a single byte as an empty one, too.
    static func isFilled(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 1
    }

    /// Refuses a database that is missing or empty while its log or its journal exists. SQLite would treat these as
    /// remains of an earlier database, and remove them with everything that they contain.
    ///
    /// This checks the log first: a process that creates a database at this moment fills its file before it makes its
    /// log.
    ///
    /// - Parameter path: the path as it was given, which may be a symbolic link. A log beside the link is refused too:
    ///   it stayed there when the database was moved and replaced by the link.
    static func refuseOrphanLog(of path: String) throws(DatabaseFault) {
        let file = resolved(path)
        let hasLog = isThere(file + "-wal")
        let hasJournal = isThere(file + "-journal")
        if hasLog || hasJournal, !isFilled(file) {
            if hasLog { throw .orphanLog(path: file, log: file + "-wal") }
            // A process that is killed while it creates a database leaves an empty file with a journal that undoes
            // nothing.
            if !isThere(file) || journalUndoesAnything(file + "-journal") {
                throw .orphanLog(path: file, log: file + "-journal")
            }
        }
        if target(ofLinkAt: path) != nil, isFilled(path + "-wal") {
            throw .strayLog(path: path, log: path + "-wal", database: file)
        }
    }

    /// Whether a journal contains pages. The journal of a database without pages contains none; SQLite's file format,
    /// section 3, has the number of pages that the database had at offset 16.
    private static func journalUndoesAnything(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno != ENOENT }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 28)
        let count = pread(descriptor, &header, header.count, 0)
        return count != 0 && (count < header.count || header[16..<20] != [0, 0, 0, 0])
    }

    /// Creates an empty file that no other user may read, unless the file exists.
    static func createIfMissing(_ path: String) throws(DatabaseFault) {
        if try exists(path) { return }
        // SQLite gives its two other files the permissions of this one.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseFault(systemError: errno, path: path) }
        close(descriptor)
        try syncFolder(of: path)
    }

    /// Refuses a file with a second name, which would have another log and another lock.
    static func refuseSecondName(of path: String) throws(DatabaseFault) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_nlink > 1 else { return }
        throw .failed(path: path, message: "it has a second name, a hard link; remove one of them")
    }

    /// Whether there is a file. Throws if the path leads to something else.
    static func exists(_ path: String) throws(DatabaseFault) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT { return false }
            throw DatabaseFault(systemError: code, path: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        return true
    }

    /// A new file is safe on the disk only when its folder is. SQLite also syncs the folder, but ignores an error.
    ///
    /// If the folder cannot be opened or does not support a sync, nothing is worse than before. A sync that fails is an
    /// error.
    static func syncFolder(of path: String) throws(DatabaseFault) {
        let descriptor = open(parts(of: path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno == EIO { throw DatabaseFault(systemError: EIO, path: path) }
    }
}
