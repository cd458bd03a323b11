import Checkout
import Glibc
import Testing

@testable import SQLiteStorage

/// A file that cannot be used is refused with a sentence, and is not changed.
@Suite struct `Opening a store` {
    private let folder = TemporaryFolder()

    private func fault(_ path: String, _ options: SQLiteOptions = SQLiteOptions()) -> DatabaseFault? {
        do throws(DatabaseFault) {
            try SQLiteWriter(path: path, options: options).close()
            return nil
        } catch {
            return error
        }
    }

    private func execute(_ sql: String) throws {
        try DatabaseFile.createIfMissing(folder.database)
        try SQLiteConnection(path: folder.database, role: .writer).execute(sql)
    }

    @Test func `makes a file that no other user may read`() throws {
        let writer = try SQLiteWriter(path: folder.database)
        _ = try writer.account(named: "a")
        for name in ["gateway.db", "gateway.db-wal", "gateway.db-shm", "gateway.db.lock"] {
            #expect(folder.permissions(of: name) == 0o600, "\(name)")
        }
        writer.close()
        #expect(!folder.exists("gateway.db-wal"), "a store that was closed is one file")
    }

    @Test func `refuses a path without a folder`() {
        let path = folder.path + "/no/gateway.db"
        #expect(fault(path) == .directoryMissing(path: path))
    }

    @Test func `refuses a path through a file`() {
        folder.write([], to: "file")
        let path = folder.path + "/file/gateway.db"
        #expect(fault(path) == .directoryMissing(path: path))
    }

    @Test func `refuses a folder`() {
        #expect(fault(folder.path) == .notAFile(path: folder.path))
    }

    @Test(arguments: [100, 4_096, 100_000])
    func `refuses a file that is not a database`(count: Int) {
        let bytes = Array(repeating: UInt8(ascii: "x"), count: count)
        folder.write(bytes)
        #expect(fault(folder.database) == .notADatabase(path: folder.database))
        #expect(folder.bytes() == bytes)
        #expect(!folder.exists("gateway.db.lock"))
    }

    @Test func `accepts an empty file`() throws {
        folder.write([])
        #expect(fault(folder.database) == nil)
    }

    @Test func `refuses a file of another program`() throws {
        try execute("CREATE TABLE their_own (a)")
        let before = folder.bytes()
        #expect(fault(folder.database) == .foreignApplication(path: folder.database))
        #expect(folder.bytes() == before)
        #expect(!folder.exists("gateway.db.lock"))
    }

    @Test func `refuses an empty database that another program has marked`() throws {
        try execute("PRAGMA application_id = 1196444487; CREATE TABLE a (a); DROP TABLE a")
        #expect(fault(folder.database) == .foreignApplication(path: folder.database))
    }

    @Test func `refuses a file of a newer version`() throws {
        #expect(fault(folder.database) == nil)
        try execute("PRAGMA user_version = \(Migrations.latest + 1)")
        let newer = DatabaseFault.newerVersion(
            path: folder.database, version: Migrations.latest + 1, latest: Migrations.latest)
        #expect(fault(folder.database) == newer)
        #expect(throws: newer) { try SQLiteReader(path: folder.database) }
    }

    @Test func `refuses a file whose schema is damaged`() throws {
        #expect(fault(folder.database) == nil)
        var bytes = folder.bytes()
        // The first page after its header: the b-tree of the schema.
        bytes.replaceSubrange(100..<200, with: Array(repeating: 0xFF, count: 100))
        folder.write(bytes)
        guard case .corrupt(let path, _) = fault(folder.database) else {
            Issue.record("a damaged schema was not told")
            return
        }
        #expect(path == folder.database)
        #expect(folder.bytes() == bytes)
    }

    @Test func `refuses a file whose own header forbids to write it`() throws {
        #expect(fault(folder.database) == nil)
        var bytes = folder.bytes()
        // SQLite's file format, offset 18: with a write version above 2, the file can only be read.
        bytes[18] = 3
        folder.write(bytes)
        #expect(fault(folder.database) == .readOnly(path: folder.database))
    }

    @Test(.enabled(if: geteuid() != 0, "root may write everything"))
    func `refuses a file that this user may only read`() throws {
        #expect(fault(folder.database) == nil)
        chmod(folder.database, 0o400)
        #expect(fault(folder.database) == .readOnly(path: folder.database))
    }

    /// In this folder the kernel lets no user make a file, not even root.
    @Test func `refuses a folder in which this user may not make files`() {
        let path = "/sys/kernel/gateway.db"
        #expect([.noPermission(path: path), .readOnly(path: path)].contains(fault(path)))
    }

    @Test(arguments: [
        ("mkdir gateway.db.lock", "Is a directory"),
        ("ln -s elsewhere gateway.db.lock", "Too many levels of symbolic links"),
    ])
    func `reports a fault of the lock file as such`(script: String, message: String) throws {
        try #require(try folder.run(script) == 0)
        #expect(fault(folder.database) == .lockUnusable(path: folder.database + ".lock", message: message))
    }

    @Test(arguments: ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
    func `refuses a file that another program has locked`(sql: String) throws {
        #expect(fault(folder.database) == nil)
        let other = try SQLiteConnection(path: folder.database, role: .writer)
        try other.execute(sql)
        var options = SQLiteOptions()
        options.busyTimeoutMilliseconds = 20
        #expect(fault(folder.database, options) == .locked(path: folder.database))
        try other.execute("ROLLBACK")
        #expect(fault(folder.database) == nil)
    }

    @Test func `makes no file unless told to`() throws {
        #expect(throws: DatabaseFault.missing(path: folder.database)) {
            try SQLiteWriter(path: folder.database, creates: false)
        }
        #expect(try folder.run("[ -z \"$(ls)\" ]") == 0)
        folder.write([])
        #expect(throws: DatabaseFault.empty(path: folder.database)) {
            try SQLiteWriter(path: folder.database, creates: false)
        }
        #expect(try folder.run("[ \"$(ls)\" = gateway.db ]") == 0)
        try SQLiteWriter(path: folder.database).close()
        try SQLiteWriter(path: folder.database, creates: false).close()
    }

    @Test func `can read without serving only if the file exists`() throws {
        #expect(throws: DatabaseFault.missing(path: folder.database)) { try SQLiteReader(path: folder.database) }
        folder.write([])
        let empty = DatabaseFault.empty(path: folder.database)
        #expect(throws: empty) { try SQLiteReader(path: folder.database) }
    }

    @Test func `can read while another process serves the file`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        _ = try store.writer.account(named: "a")
        let reader = try SQLiteReader(path: folder.database)
        #expect(try reader.accounts().map(\.name) == ["a"])
        _ = try store.writer.account(named: "b")
        #expect(try reader.accounts().map(\.name) == ["a", "b"])
        reader.close()
        store.close()
    }

    @Test(arguments: [
        DatabaseFault.missing(path: "p"), .empty(path: "p"), .orphanLog(path: "p", log: "p-wal"),
        .strayLog(path: "p", log: "p-wal", database: "q"), .directoryMissing(path: "p"), .notAFile(path: "p"),
        .noPermission(path: "p"),
        .readOnly(path: "p"), .notADatabase(path: "p"), .corrupt(path: "p", message: "m"),
        .foreignApplication(path: "p"), .newerVersion(path: "p", version: 2, latest: 1),
        .olderVersion(path: "p", version: 0), .heldBy(pid: 7, path: "p"), .heldBy(pid: 0, path: "p"),
        .lockUnusable(path: "p", message: "m"), .locked(path: "p"), .noRoom(path: "p"),
        .failed(path: "p", message: "m"),
    ])
    func `says what is wrong in a sentence`(fault: DatabaseFault) {
        #expect(fault.description.contains(" p"))
        #expect(fault.description.hasSuffix("."))
    }

    @Test func `names a leftover log that prevents restoring a backup`() {
        let sentence = DatabaseFault.corrupt(path: "p", message: "m").description
        #expect(sentence.contains("remove p-wal and p-shm"))
    }

    @Test(arguments: [
        (EACCES, DatabaseFault.noPermission(path: "p")), (EPERM, .noPermission(path: "p")),
        (EROFS, .readOnly(path: "p")), (ENOSPC, .noRoom(path: "p")), (EDQUOT, .noRoom(path: "p")),
        (ENOENT, .directoryMissing(path: "p")), (ENOTDIR, .directoryMissing(path: "p")), (EISDIR, .notAFile(path: "p")),
        (EMFILE, .failed(path: "p", message: "Too many open files")),
    ])
    func `contains the system's message`(code: Int32, fault: DatabaseFault) {
        #expect(DatabaseFault(systemError: code, path: "p") == fault)
    }
}
