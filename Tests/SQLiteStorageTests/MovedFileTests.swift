import Checkout
import Testing

@testable import SQLiteStorage

/// Writes to a file that the next start does not find would be lost.
@Suite struct `A database that is served` {
    private let folder = TemporaryFolder()

    @Test(arguments: [
        ("mv gateway.db elsewhere.db", "gateway.db"), ("rm gateway.db", "gateway.db"),
        ("cp gateway.db copy.db && mv copy.db gateway.db", "gateway.db"), ("rm gateway.db-wal", "gateway.db-wal"),
    ])
    func `is not written after it was moved`(script: String, lost: String) throws {
        let writer = try SQLiteWriter(path: folder.database)
        defer { writer.close() }
        _ = try writer.account(named: "before")
        try #require(try folder.run(script) == 0)
        writer.stopIfMoved()
        #expect(writer.stopReason?.hasPrefix("\(folder.path)/\(lost) is not the file that was opened") == true)
        #expect(throws: StoreFailure.stopped) { try writer.account(named: "after") }
    }

    @Test(arguments: [
        "true", "touch gateway.db", "cp gateway.db copy.db", "chmod 400 gateway.db", "rm gateway.db.lock",
    ])
    func `is written while it is not moved`(script: String) throws {
        let writer = try SQLiteWriter(path: folder.database)
        defer { writer.close() }
        try #require(try folder.run(script) == 0)
        writer.stopIfMoved()
        #expect(writer.stopReason == nil)
        _ = try writer.account(named: "after")
    }
}
