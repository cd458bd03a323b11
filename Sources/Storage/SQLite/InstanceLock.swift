import Glibc
import Wire

/// Proof that no other gateway serves the same file: a lock on `FILE.lock`, held until this is gone.
///
/// `flock` rather than `fcntl`: a record lock of the process would not stop a second store in the same process, and
/// would be lost when any descriptor of the file is closed. The kernel drops the lock when the process ends, however
/// it ends.
struct InstanceLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, or waits for whoever holds it to let go.
    ///
    /// - Parameter mayWait: asked every 20 ms while another holds it, with what is thrown where it answers no.
    init(for path: String, mayWait: (StoreOpenFault) -> Bool) throws(StoreOpenFault) {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreOpenFault(systemError: errno, path: path) }
        if let fault = Self.take(descriptor, path: path, mayWait) { throw fault }
        // The id is for people; the lock is the proof. So it is no harm where it cannot be written.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
    }

    deinit {
        // The file stays: to remove it would let a third one lock a new file while a second waits for the old one.
        if descriptor >= 0 { close(descriptor) }
    }

    private static func take(
        _ descriptor: Int32, path: String, _ mayWait: (StoreOpenFault) -> Bool
    ) -> StoreOpenFault? {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { return StoreOpenFault(systemError: code, path: path) }
            let fault = StoreOpenFault.heldBy(pid: holder(descriptor), path: path)
            guard mayWait(fault) else { return fault }
            // A lock that is let go tells nobody, so it is asked for again, often enough for a person.
            usleep(20_000)
        }
        return nil
    }

    private static func holder(_ descriptor: Int32) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return 0 }
        let digits = bytes.prefix(count).prefix { ASCII.isDigit($0) }
        return ASCII.natural(digits).flatMap { Int32(exactly: $0) } ?? 0
    }
}
