import Glibc
import Testing

/// Files that lie beside the tests, found by the place of this source.
enum Fixture {
    /// Read with the C library: Foundation keeps its buffer for ever when a file is empty, which one of these is.
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
