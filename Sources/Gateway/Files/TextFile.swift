import Glibc

/// Why a file could not be read.
struct FileFault: Error, CustomStringConvertible {
    let description: String
}

/// Small files, whole.
package enum TextFile {
    /// The bytes of a file, or of a pipe as `--config <(…)` makes one. Throws what the system says, and where the file is
    /// larger than it may be.
    ///
    /// - Parameter pipePatienceMilliseconds: how long nothing may come from a pipe; nil: pipes are not read.
    static func read(
        _ path: String, bytesMax: Int, pipePatienceMilliseconds: Int32? = nil
    ) throws(FileFault) -> [UInt8] {
        // To open a pipe would wait without a bound for somebody who writes to it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(description: reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(description: reason(errno)) }
        let isPipe = status.st_mode & S_IFMT == S_IFIFO
        guard status.st_mode & S_IFMT == S_IFREG || isPipe && pipePatienceMilliseconds != nil else {
            throw FileFault(description: "it is not a file.")
        }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            if isPipe, let patience = pipePatienceMilliseconds, !hasMore(descriptor, patience) {
                throw FileFault(description: "nobody wrote to this pipe for \(patience / 1_000) seconds.")
            }
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR || isPipe && errno == EAGAIN { continue }
            guard count >= 0 else { throw FileFault(description: reason(errno)) }
            if count == 0 { return bytes }
            bytes += block[..<count]
            guard bytes.count <= bytesMax else {
                throw FileFault(description: "it is larger than \(bytesMax) bytes.")
            }
        }
    }

    /// Whether there is something to read, or nobody left who writes, before so much time has passed. Until a pipe has had
    /// a writer, nobody is taken to have left.
    private static func hasMore(_ descriptor: Int32, _ patienceMilliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let count = poll(&watched, 1, patienceMilliseconds)
            if count < 0, errno == EINTR { continue }
            return count > 0
        }
    }

    /// What the system says of an error number.
    package static func reason(_ number: Int32) -> String {
        String(cString: strerror(number)) + "."
    }
}
