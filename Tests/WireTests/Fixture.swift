import Glibc
import Testing

/// Files beside the tests, found by the path of this source file.
enum Fixture {
    /// Reads with the C library, because Foundation never frees its buffer for an empty file, and one of these files is
    /// empty.
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = String(#filePath).split(separator: "/").dropLast(2).joined(separator: "/")
        let file = try #require(fopen("/\(folder)/Fixtures/\(path)", "r"), "Fixtures/\(path) is missing")
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { return bytes }
            bytes += block[..<count]
        }
    }
}
