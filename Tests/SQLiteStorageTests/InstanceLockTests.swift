import Glibc
import Testing

@testable import SQLiteStorage

/// Two gateways never serve one file.
@Suite struct `Instance lock` {
    private let folder = TemporaryFolder()

    @Test func `is held by one store at a time`() throws {
        let first = try SQLiteWriter(path: folder.database)
        #expect(throws: DatabaseFault.heldBy(pid: getpid(), path: folder.database)) {
            try SQLiteWriter(path: folder.database)
        }
        first.close()
        try SQLiteWriter(path: folder.database).close()
    }

    @Test func `is waited for while the one that holds it stops`() throws {
        let first = try SQLiteWriter(path: folder.database)
        var asked = 0
        try SQLiteWriter(
            path: folder.database,
            mayWait: { fault in
                #expect(fault == .heldBy(pid: getpid(), path: folder.database))
                asked += 1
                if asked == 3 { first.close() }
                return true
            }
        ).close()
        #expect(asked == 3)
    }

    @Test func `is not waited for longer than asked`() throws {
        let first = try SQLiteWriter(path: folder.database)
        var asked = 0
        #expect(throws: DatabaseFault.heldBy(pid: getpid(), path: folder.database)) {
            try SQLiteWriter(
                path: folder.database,
                mayWait: { _ in
                    asked += 1
                    return asked < 3
                })
        }
        #expect(asked == 3)
        first.close()
    }

    @Test func `is released if opening fails`() throws {
        folder.write(Array("not a database".utf8))
        #expect(throws: DatabaseFault.notADatabase(path: folder.database)) { try SQLiteWriter(path: folder.database) }
        folder.write([])
        try SQLiteWriter(path: folder.database).close()
    }

    /// Until a child process executes its program, it has copies of all descriptors of its parent.
    @Test func `is let go at once, also while another thread starts a child process`() throws {
        let first = try SQLiteWriter(path: folder.database)
        first.leave(address: "http://127.0.0.1:4242")
        let left = folder.bytes(of: "gateway.db.lock")
        let copies = try folder.copyDescriptors()
        #expect(copies.count >= 2)
        defer { for descriptor in copies { close(descriptor) } }
        first.close()
        folder.write(left, to: "gateway.db.lock")
        #expect(SQLiteEngine(path: folder.database).servedAt == nil)
        try SQLiteWriter(path: folder.database).close()
    }

    @Test func `holds the database file itself, even if the lock file is removed`() throws {
        let first = try SQLiteWriter(path: folder.database)
        try #require(unlink(folder.database + ".lock") == 0)
        #expect(throws: DatabaseFault.heldBy(pid: 0, path: folder.database)) {
            try SQLiteWriter(path: folder.database)
        }
        first.close()
        try SQLiteWriter(path: folder.database).close()
    }

    @Test func `does not block readers, and tells them that the file is in use`() throws {
        let writer = try SQLiteWriter(path: folder.database)
        _ = try writer.account(named: "shop")
        let status = try folder.run("sqlite3 gateway.db 'SELECT name FROM accounts' >names")
        try #require(status == 0, "sqlite3 is needed")
        #expect(folder.bytes(of: "names") == Array("shop\n".utf8))
        // A process that closes the last connection would copy the log and remove it.
        #expect(folder.exists("gateway.db-wal"))
        writer.close()
    }

    /// The second form is the lock of a gateway that has the file mounted at another path.
    @Test(arguments: [(".lock", 4_242), ("", 0)] as [(String, Int32)])
    func `is held by another process until that ends`(suffix: String, holder: Int32) throws {
        folder.write(Array("4242\n".utf8), to: "gateway.db.lock")
        var child: pid_t = 0
        let arguments = ["flock", "--no-fork", folder.database + suffix, "sleep", "600"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let code = posix_spawnp(&child, "flock", nil, nil, &pointers, environ)
        try #require(code == 0, "flock of util-linux is needed")
        var isHeld = false
        for _ in 0..<6_000 where !isHeld {
            do throws(DatabaseFault) {
                try SQLiteWriter(path: folder.database).close()
                // The lock was free, and now contains our id.
                folder.write(Array("4242\n".utf8), to: "gateway.db.lock")
                usleep(10_000)
            } catch {
                isHeld = true
            }
        }
        #expect(throws: DatabaseFault.heldBy(pid: holder, path: folder.database)) {
            try SQLiteWriter(path: folder.database)
        }
        kill(child, SIGKILL)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        try SQLiteWriter(path: folder.database).close()
    }

    @Test func `tells where its holder listens while it is held`() throws {
        let writer = try SQLiteWriter(path: folder.database)
        #expect(SQLiteEngine(path: folder.database).servedAt == nil)
        writer.leave(address: "http://127.0.0.1:4242")
        #expect(SQLiteEngine(path: folder.database).servedAt == "http://127.0.0.1:4242")
        let left = folder.bytes(of: "gateway.db.lock")
        writer.close()
        #expect(folder.bytes(of: "gateway.db.lock").count < left.count)
        // The lock file of a process that was killed.
        folder.write(left, to: "gateway.db.lock")
        #expect(SQLiteEngine(path: folder.database).servedAt == nil)
        let next = try SQLiteWriter(path: folder.database)
        #expect(SQLiteEngine(path: folder.database).servedAt == nil)
        next.close()
    }

    @Test(arguments: ["4242\n", "4242\nhttp://127.0.0.1:1", "4242\n\n", "", "\n\n\n", "4242\nhttp://a:1\nmore\n"])
    func `tells no address without a whole line`(text: String) throws {
        let writer = try SQLiteWriter(path: folder.database)
        folder.write(Array(text.utf8), to: "gateway.db.lock")
        #expect(SQLiteEngine(path: folder.database).servedAt == nil)
        writer.close()
    }

    @Test(arguments: ["", "\n", "x", "99999999999999999999", "-5"])
    func `is reported without an id if none can be read`(text: String) throws {
        let first = try SQLiteWriter(path: folder.database)
        folder.write(Array(text.utf8), to: "gateway.db.lock")
        #expect(throws: DatabaseFault.heldBy(pid: 0, path: folder.database)) {
            try SQLiteWriter(path: folder.database)
        }
        first.close()
    }
}
