import FoundationEssentials
import Testing

/// Files that lie beside the tests, found by the place of this source.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = String(#filePath).split(separator: "/").dropLast(2).joined(separator: "/")
        let data = FileManager.default.contents(atPath: "/\(folder)/Fixtures/\(path)")
        return Array(try #require(data, "Fixtures/\(path) is missing"))
    }
}
