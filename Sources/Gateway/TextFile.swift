import Glibc

/// Why a file could not be read.
struct FileFault: Error, CustomStringConvertible {
    let description: String
}

/// Small files, whole.
enum TextFile {
    /// The bytes of a file. Throws what the system says, and where the file is larger than it may be.
    static func read(_ path: String, bytesMax: Int) throws(FileFault) -> [UInt8] {
        // To open a pipe would wait for somebody who writes to it, and it is no file in the end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(description: reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileFault(description: reason(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(description: "it is not a file.") }
        guard status.st_size <= bytesMax else { throw FileFault(description: "it is larger than \(bytesMax) bytes.") }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(description: reason(errno)) }
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }

    /// What the system says of an error number.
    static func reason(_ number: Int32) -> String {
        String(cString: strerror(number)) + "."
    }
}
