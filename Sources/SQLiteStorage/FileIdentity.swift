import Glibc

/// Identifies a file independent of its name.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// The file of a descriptor; nil if the system cannot tell.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    /// The file to which a path leads; nil, with `errno` set, if it leads to no file.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    /// Whether a path leads to this file. True if the system cannot tell.
    func isAt(_ path: String) -> Bool {
        guard let found = FileIdentity(path: path) else { return errno != ENOENT && errno != ENOTDIR }
        return found == self
    }
}
