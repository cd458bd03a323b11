import Glibc
import Testing

@testable import Storage

/// One file under several names is one database, and has one writer.
@Suite struct `A database of several names` {
    private let folder = TemporaryFolder()

    @Test func `is locked under its own name when it is opened by a symbolic link`() throws {
        let first = try SQLiteWriter(path: folder.database)
        defer { first.close() }
        let alias = folder.path + "/alias.db"
        try #require(symlink(folder.database, alias) == 0)
        #expect(throws: StoreOpenFault.self) { try SQLiteWriter(path: alias) }
        #expect(!folder.exists("alias.db.lock"))
    }

    @Test func `is not opened while it has a second name`() throws {
        try SQLiteWriter(path: folder.database).close()
        try #require(link(folder.database, folder.path + "/second.db") == 0)
        for name in ["gateway.db", "second.db"] {
            do throws(StoreOpenFault) {
                try SQLiteWriter(path: folder.path + "/" + name).close()
                Issue.record("\(name) was opened")
            } catch {
                #expect(error.description.contains("hard link"))
            }
        }
        unlink(folder.path + "/second.db")
        try SQLiteWriter(path: folder.database).close()
    }
}
