import Glibc

/// A `flock` on an open file, held until this is gone.
///
/// `flock` rather than `fcntl`: a record lock of the process would not stop a second store in the same process, and
/// would be lost when any descriptor of the file is closed. The kernel drops the lock when the process ends, however
/// it ends.
struct FileLock: ~Copyable {
    /// Open as long as the lock is held.
    let descriptor: Int32

    /// Takes the lock, or waits for whoever holds it to let go. Closes the descriptor where it cannot be had.
    ///
    /// - Parameters:
    ///   - descriptor: an open file, this lock's from now on.
    ///   - operation: `LOCK_EX` for a lock that nobody else has, `LOCK_SH` for one that keeps those out.
    ///   - database: the path of the database, for what is thrown.
    ///   - holder: the process id of whoever holds the lock, as far as anybody knows; else 0.
    ///   - graceTries: so often it is asked for again, every 20 ms, before `mayWait` is: who reads holds it for a moment.
    ///   - mayWait: asked every 20 ms while another holds it, with what is thrown where it answers no.
    init(
        _ descriptor: Int32, _ operation: Int32 = LOCK_EX, database: String, holder: () -> Int32, graceTries: Int = 0,
        mayWait: (StoreOpenFault) -> Bool
    ) throws(StoreOpenFault) {
        self.descriptor = descriptor
        var grace = graceTries
        while flock(descriptor, operation | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { throw StoreOpenFault(systemError: code, path: database) }
            if grace > 0 {
                grace -= 1
            } else {
                let fault = StoreOpenFault.heldBy(pid: holder(), path: database)
                guard mayWait(fault) else { throw fault }
            }
            // A lock that is let go tells nobody, so it is asked for again, often enough for a person.
            usleep(20_000)
        }
    }

    deinit {
        close(descriptor)
    }
}
