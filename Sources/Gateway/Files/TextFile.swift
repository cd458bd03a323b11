import Glibc

/// Why a file could not be read.
package struct FileFault: Error, CustomStringConvertible {
    /// A sentence for the operator.
    package let description: String
}

/// Reads small files whole.
package enum TextFile {
    /// The bytes of a file, or of a pipe such as `--config <(…)` makes. Throws the system's error, and a fault for a
    /// file that is too large.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - bytesMax: the size of the largest file that is read.
    ///   - pipePatienceMilliseconds: how long to wait for bytes from a pipe; nil: pipes are not read.
    package static func read(
        _ path: String, bytesMax: Int, pipePatienceMilliseconds: Int32? = nil
    ) throws(FileFault) -> [UInt8] {
        // Without O_NONBLOCK, opening a pipe would wait without limit for a writer.
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

    /// Waits until there are bytes to read, or no writer is left; false if the time has passed. A pipe that has had no
    /// writer yet counts as one with a writer.
    private static func hasMore(_ descriptor: Int32, _ patienceMilliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while true {
            let count = poll(&watched, 1, patienceMilliseconds)
            if count < 0, errno == EINTR { continue }
            return count > 0
        }
    }

    /// The system's text for an error number.
    package static func reason(_ number: Int32) -> String {
        String(cString: strerror(number)) + "."
    }
}
