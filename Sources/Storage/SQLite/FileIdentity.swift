import Glibc

/// Which file it is, whatever it is called.
struct FileIdentity: Equatable {
    private let device: dev_t
    private let inode: ino_t

    /// The file that is open; nil where the system does not say.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    /// The file that a path leads to; nil, with `errno` set, where it leads to none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, inode) = (status.st_dev, status.st_ino)
    }

    /// Whether a path leads to this file. Where the system does not say, it is taken to.
    func isAt(_ path: String) -> Bool {
        guard let found = FileIdentity(path: path) else { return errno != ENOENT && errno != ENOTDIR }
        return found == self
    }
}
