import FoundationEssentials
import Glibc

/// A folder for one test, which is removed with the object.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/storage-" + UUID().uuidString
        let code = mkdir(path, 0o700)
        precondition(code == 0, "A test needs a temporary folder.")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a test's database.
    var database: String { path + "/gateway.db" }

    /// Writes into an existing file, because a new file in its place would not be the locked one.
    func write(_ bytes: [UInt8], to name: String = "gateway.db") {
        let descriptor = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        precondition(count == bytes.count, "A test needs its file.")
        close(descriptor)
    }

    /// Runs a script of `sh` in the folder, and returns its status.
    func run(_ script: String) throws -> Int32 {
        var child: pid_t = 0
        let arguments = ["sh", "-c", "cd '\(path)' && \(script)"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        guard posix_spawnp(&child, "sh", nil, nil, &pointers, environ) == 0 else { return -1 }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return status
    }

    func bytes(of name: String = "gateway.db") -> [UInt8] {
        FileManager.default.contents(atPath: path + "/" + name).map { [UInt8]($0) } ?? []
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }

    /// Copies this process's descriptors of all files in the folder, as the start of a child process does.
    func copyDescriptors() throws -> [Int32] {
        let name = path.split(separator: "/").last ?? ""
        return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
            .filter { descriptor in
                var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
                let count = readlink("/proc/self/fd/\(descriptor)", &bytes, bytes.count)
                return count > 0 && String(decoding: bytes[..<count], as: UTF8.self).contains("/\(name)/")
            }
            .map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    }

    /// The nine permission bits of the file.
    func permissions(of name: String = "gateway.db") -> UInt32 {
        var status = stat()
        return stat(path + "/" + name, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
