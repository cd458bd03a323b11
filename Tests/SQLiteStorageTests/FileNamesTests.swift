import Glibc
import Testing

@testable import SQLiteStorage

/// One file under several names is one database, and has one writer.
@Suite struct `A database of several names` {
    private let folder = TemporaryFolder()

    @Test func `is locked under its own name when it is opened by a symbolic link`() throws {
        let first = try SQLiteWriter(path: folder.database)
        defer { first.close() }
        let alias = folder.path + "/alias.db"
        try #require(symlink(folder.database, alias) == 0)
        #expect(throws: DatabaseFault.self) { try SQLiteWriter(path: alias) }
        #expect(!folder.exists("alias.db.lock"))
    }

    /// Links that lead to `gateway.db`, by their names.
    @Test(arguments: [
        ["alias.db": "gateway.db"], ["alias.db": "other.db", "other.db": "gateway.db"],
        ["alias.db": "sub/../gateway.db"], ["alias.db": "sub/other.db", "sub/other.db": "../gateway.db"],
    ])
    func `is made where a symbolic link leads`(links: [String: String]) throws {
        try #require(mkdir(folder.path + "/sub", 0o700) == 0)
        for (name, target) in links { try #require(symlink(target, folder.path + "/" + name) == 0) }
        let writer = try SQLiteWriter(path: folder.path + "/alias.db")
        defer { writer.close() }
        #expect(folder.permissions(of: "gateway.db") == 0o600)
        #expect(folder.exists("gateway.db.lock"))
        for name in links.keys { #expect(!folder.exists(name + ".lock")) }
    }

    @Test func `is refused where a symbolic link leads to itself`() throws {
        try #require(symlink("gateway.db", folder.database) == 0)
        #expect(throws: DatabaseFault.self) { try SQLiteWriter(path: folder.database) }
    }

    @Test(arguments: [":memory:", "file:gateway.db?mode=memory", "gateway.db"])
    func `is a file, even if SQLite gives its name a meaning`(name: String) {
        guard let folder = getcwd(nil, 0) else { return }
        defer { free(folder) }
        #expect(DatabaseFile.resolved(name) == String(cString: folder) + "/" + name)
    }

    @Test(arguments: ["/nowhere/at/all/gateway.db", "/dev/null", "/gateway.db"])
    func `has the given path if no link leads elsewhere`(path: String) {
        #expect(DatabaseFile.resolved(path) == path)
    }

    @Test func `is not opened while it has a second name`() throws {
        try SQLiteWriter(path: folder.database).close()
        try #require(link(folder.database, folder.path + "/second.db") == 0)
        for name in ["gateway.db", "second.db"] {
            do throws(DatabaseFault) {
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
