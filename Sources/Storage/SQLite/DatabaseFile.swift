import Glibc

/// What is looked at before SQLite is let near a file, because SQLite words it as "unable to open database file".
///
/// Nothing here opens an existing file: POSIX drops all record locks of a process on a file when any of its descriptors
/// is closed, and those locks are SQLite's.
enum DatabaseFile {
    /// The path without symbolic links, from the root on: what SQLite names its log by, and so what the lock must be named
    /// by. SQLite takes none that begins so for anything but a file's, as it would `:memory:`.
    ///
    /// Of a file that is not there yet, the path that it will have. The path as it came where its folder is not there.
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

    /// As many as Linux follows (path_resolution(7)).
    private static let symbolicLinksMax = 40

    private static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// What a symbolic link says; nil for anything else.
    private static func target(ofLinkAt path: String) -> String? {
        var octets = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &octets, octets.count)
        return count < 0 ? nil : String(decoding: octets[..<count], as: UTF8.self)
    }

    /// The folder, with its slash, and the name in it.
    private static func parts(of path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        return (String(path[...slash]), String(path[path.utf8.index(after: slash)...]))
    }

    /// Whether anything has this path, a symbolic link that leads nowhere too.
    static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether a file is there and holds anything.
    static func isFilled(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    /// Refuses a database that is missing or empty while its log or its journal is there. SQLite takes those for what a
    /// database of before left, and removes them with all that they hold.
    ///
    /// The log is looked for first: who makes a database at this moment has its file filled before its log is made.
    ///
    /// - Parameter path: as it was given, which may be a symbolic link. A log beside the link is refused, too: it was left
    ///   there when the database was moved and linked to.
    static func refuseOrphanLog(of path: String) throws(StoreOpenFault) {
        let file = resolved(path)
        let hasLog = isThere(file + "-wal")
        let hasJournal = isThere(file + "-journal")
        if hasLog || hasJournal, !isFilled(file) {
            if hasLog { throw .orphanLog(path: file, log: file + "-wal") }
            // One that is killed while it makes a database leaves an empty file with a journal that undoes nothing.
            if !isThere(file) || journalUndoesAnything(file + "-journal") {
                throw .orphanLog(path: file, log: file + "-journal")
            }
        }
        if target(ofLinkAt: path) != nil, isFilled(path + "-wal") {
            throw .strayLog(path: path, log: path + "-wal", database: file)
        }
    }

    /// Whether a journal holds pages. One of a database that had none holds none; in SQLite's file format, section 3, the
    /// number of pages that the database had stands at offset 16.
    private static func journalUndoesAnything(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno != ENOENT }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 28)
        let count = pread(descriptor, &header, header.count, 0)
        return count != 0 && (count < header.count || header[16..<20] != [0, 0, 0, 0])
    }

    /// Makes an empty file that nobody else may read, where there is none.
    static func createIfMissing(_ path: String) throws(StoreOpenFault) {
        if try exists(path) { return }
        // SQLite gives its other two files the permissions of this one.
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreOpenFault(systemError: errno, path: path) }
        close(descriptor)
        try syncFolder(of: path)
    }

    /// Refuses a file that has a second name, under which it would have another log and another lock.
    static func refuseSecondName(of path: String) throws(StoreOpenFault) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_nlink > 1 else { return }
        throw .failed(path: path, message: "it has a second name, a hard link; remove one of them")
    }

    /// Whether there is a file. Throws where something else is in its place.
    static func exists(_ path: String) throws(StoreOpenFault) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            if code == ENOENT { return false }
            throw StoreOpenFault(systemError: code, path: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        return true
    }

    /// A new file is on the disk only when its folder is. SQLite syncs it too, and takes no notice when that fails.
    ///
    /// A folder that cannot be opened or synced at all is no worse than before; one whose sync fails is.
    static func syncFolder(of path: String) throws(StoreOpenFault) {
        let descriptor = open(parts(of: path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno == EIO { throw StoreOpenFault(systemError: EIO, path: path) }
    }
}
