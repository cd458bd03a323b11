import Glibc

/// What is looked at before SQLite is let near a file, because SQLite words it as "unable to open database file".
///
/// Nothing here opens an existing file: POSIX drops all record locks of a process on a file when any of its descriptors
/// is closed, and those locks are SQLite's.
enum DatabaseFile {
    /// The path without symbolic links: what SQLite names its log by, and so what the lock must be named by.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
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
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno == EIO { throw StoreOpenFault(systemError: EIO, path: path) }
    }
}
