import Checkout
import Glibc
import Testing

@testable import SQLiteStorage

/// A command that only reads makes no file, and works where it cannot make one.
@Suite struct `Reading alone` {
    private let folder = TemporaryFolder()

    /// A database with an account, of which only the files with these endings are left, as after a crash or a copy.
    private func database(_ endings: [String], named name: String = "gateway.db") throws -> String {
        let writer = try SQLiteWriter(path: folder.database)
        _ = try writer.account(named: "shop")
        try #require(try folder.run("mkdir copy") == 0)
        if endings.contains("-wal") {
            for ending in endings {
                try #require(try folder.run("cp gateway.db\(ending) 'copy/\(name)\(ending)'") == 0)
            }
            writer.close()
        } else {
            writer.close()
            try #require(try folder.run("cp gateway.db 'copy/\(name)'") == 0)
        }
        return "\(folder.path)/copy/\(name)"
    }

    @Test(arguments: [[""], ["", "-wal"], ["", "-wal", "-shm"], ["", "-wal", "-shm", ".lock"]])
    func `reads the database and its log, and changes nothing`(endings: [String]) throws {
        let path = try database(endings)
        try #require(try folder.run("ls -l --full-time copy >before; sha256sum copy/* >>before") == 0)
        let reader = try SQLiteReader(path: path)
        #expect(try reader.accounts().map(\.name) == ["shop"])
        reader.close()
        #expect(try folder.run("ls -l --full-time copy >after; sha256sum copy/* >>after; cmp before after") == 0)
    }

    @Test(arguments: ["a b.db", "100%41.db", "what?mode=rwc.db", "no#1.db", "file:x.db", ":memory:"])
    func `reads a file of any name`(name: String) throws {
        for endings in [[""], ["", "-wal"]] {
            let path = try database(endings, named: name)
            #expect(try SQLiteReader(path: path).accounts().map(\.name) == ["shop"])
            try #require(try folder.run("rm -r copy gateway.db*") == 0)
        }
    }

    @Test func `reads the copy that SQLite makes, which has no log`() throws {
        _ = try database([""])
        try #require(try folder.run("sqlite3 gateway.db \"VACUUM INTO 'copy.db'\"; ls >before") == 0)
        #expect(try SQLiteReader(path: folder.path + "/copy.db").accounts().map(\.name) == ["shop"])
        #expect(try folder.run("touch after; ls >after; sed -i /^after$/d after; cmp before after") == 0)
    }

    @Test func `blocks a gateway only while it reads`() throws {
        try SQLiteWriter(path: folder.database).close()
        do {
            let first = try SQLiteReader(path: folder.database)
            let second = try SQLiteReader(path: folder.database)
            #expect(throws: DatabaseFault.heldBy(pid: 0, path: folder.database)) {
                try SQLiteWriter(path: folder.database)
            }
            first.close()
            second.close()
        }
        try SQLiteWriter(path: folder.database).close()
    }

    /// Until a child process executes its program, it has copies of all descriptors of its parent.
    @Test func `ends at once, also while another thread starts a child process`() throws {
        try SQLiteWriter(path: folder.database).close()
        let copies: [Int32]
        do {
            let reader = try SQLiteReader(path: folder.database)
            copies = try folder.copyDescriptors()
            reader.close()
        }
        defer { for descriptor in copies { close(descriptor) } }
        #expect(!copies.isEmpty)
        try SQLiteWriter(path: folder.database).close()
    }
}
