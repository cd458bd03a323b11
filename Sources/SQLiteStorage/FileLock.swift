import Glibc

/// A `flock` on an open file, held until this value is destroyed.
///
/// It is `flock` rather than `fcntl`: a record lock belongs to the process, so it would not stop a second store in the
/// same process, and would be lost when any descriptor of the file is closed. The kernel releases the lock when the
/// process ends, for any reason.
struct FileLock: ~Copyable {
    /// Open as long as the lock is held.
    let descriptor: Int32

    /// Takes the lock, or waits until its holder releases it. Closes the descriptor if the lock cannot be taken.
    ///
    /// - Parameters:
    ///   - descriptor: an open file, which this lock owns from then on.
    ///   - operation: `LOCK_EX` for an exclusive lock, `LOCK_SH` for one that keeps exclusive locks out.
    ///   - database: the path of the database, for the error.
    ///   - holder: the process id of the lock's holder if it is known, otherwise 0.
    ///   - graceTries: how often the lock is tried again, every 20 ms, before `mayWait` is asked: a reader holds it
    ///     only briefly.
    ///   - mayWait: asked every 20 ms while another process holds the lock, with the error that is thrown if it answers
    ///     no.
    init(
        _ descriptor: Int32, _ operation: Int32 = LOCK_EX, database: String, holder: () -> Int32, graceTries: Int = 0,
        mayWait: (DatabaseFault) -> Bool
    ) throws(DatabaseFault) {
        self.descriptor = descriptor
        var grace = graceTries
        while flock(descriptor, operation | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { throw DatabaseFault(systemError: code, path: database) }
            if grace > 0 {
                grace -= 1
            } else {
                let fault = DatabaseFault.heldBy(pid: holder(), path: database)
                guard mayWait(fault) else { throw fault }
            }
            // A released lock notifies nobody, so it is tried again, often enough for a person.
            usleep(20_000)
        }
    }

    /// Tries a shared lock, and releases it at once.
    ///
    /// - Returns: 0, or the system's error: `EWOULDBLOCK` while an exclusive lock is held.
    static func probe(_ descriptor: Int32) -> Int32 {
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return errno }
        flock(descriptor, LOCK_UN)
        return 0
    }

    /// Closing the descriptor would release the lock only when no other process has a copy of it. A child process that
    /// another thread starts at this moment has one until it executes its program, `O_CLOEXEC` or not.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
