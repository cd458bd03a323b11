import Checkout
import Glibc
import Testing

@testable import SQLiteStorage

/// SQLite removes a log whose database is missing or empty, with all commits in it.
@Suite struct `A log without its database` {
    private let folder = TemporaryFolder()

    /// Ways to open a database.
    private enum Way: CaseIterable {
        case serve, write, read
    }

    /// The fault of each way to open a path.
    private func faults(_ path: String) -> [DatabaseFault?] {
        Way.allCases.map { fault(path, $0) }
    }

    private func fault(_ path: String, _ way: Way) -> DatabaseFault? {
        do throws(DatabaseFault) {
            switch way {
            case .serve: try SQLiteWriter(path: path).close()
            case .write: try SQLiteWriter(path: path, creates: false).close()
            case .read: try SQLiteReader(path: path).close()
            }
            return nil
        } catch {
            return error
        }
    }

    private func listing() throws -> [UInt8] {
        try #require(try folder.run(#"rm -f before; all=$(ls -l --full-time); echo "$all" >before"#) == 0)
        return folder.bytes(of: "before")
    }

    @Test(arguments: [
        // The commands that make it, the path that is opened, and the log.
        ("echo log >gateway.db-wal", "gateway.db", "gateway.db-wal"),
        ("echo log >gateway.db-wal; : >gateway.db", "gateway.db", "gateway.db-wal"),
        ("echo log >gateway.db-wal; echo >gateway.db", "gateway.db", "gateway.db-wal"),
        (": >gateway.db-wal", "gateway.db", "gateway.db-wal"),
        ("echo log >gateway.db-wal; echo x >gateway.db-shm", "gateway.db", "gateway.db-wal"),
        ("seq 100 >gateway.db-journal", "gateway.db", "gateway.db-journal"),
        ("seq 100 >gateway.db-journal; : >gateway.db", "gateway.db", "gateway.db-journal"),
        ("echo x >gateway.db-journal; : >gateway.db", "gateway.db", "gateway.db-journal"),
        ("ln -s gateway.db alias.db; echo log >gateway.db-wal", "alias.db", "gateway.db-wal"),
    ])
    func `is refused and not changed`(script: String, name: String, log: String) throws {
        try #require(try folder.run(script) == 0)
        let before = try listing()
        let fault = DatabaseFault.orphanLog(path: folder.database, log: folder.path + "/" + log)
        #expect(faults(folder.path + "/" + name) == [fault, fault, fault])
        #expect(try listing() == before)
    }

    @Test func `is refused beside a link to the database, because SQLite does not read it there`() throws {
        try SQLiteWriter(path: folder.database).close()
        try #require(try folder.run("ln -s gateway.db alias.db; echo log >alias.db-wal") == 0)
        let alias = folder.path + "/alias.db"
        let fault = DatabaseFault.strayLog(path: alias, log: alias + "-wal", database: folder.database)
        #expect(faults(alias) == [fault, fault, fault])
        try #require(try folder.run(": >alias.db-wal") == 0)
        #expect(faults(alias) == [nil, nil, nil])
    }

    /// SQLite, killed while it makes the first page, leaves a header that counts no page, synced or not.
    @Test(arguments: [
        [], [UInt8](repeating: 0, count: 512),
        [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0x10, 0]
            + [UInt8](repeating: 0, count: 484),
    ])
    func `does not prevent a start after a first start was killed`(journal: [UInt8]) throws {
        folder.write([])
        folder.write(journal, to: "gateway.db-journal")
        try SQLiteWriter(path: folder.database).close()
        #expect(try SQLiteReader(path: folder.database).accounts().isEmpty)
    }

    @Test(arguments: ["mv gateway.db elsewhere.db", "cp gateway.db elsewhere.db && rm gateway.db"])
    func `has the writes answered after the database was moved, for when it is moved back`(script: String) throws {
        let writer = try SQLiteWriter(path: folder.database)
        _ = try writer.account(named: "before")
        try #require(try folder.run(script) == 0)
        _ = try writer.account(named: "after")
        writer.close()
        #expect(writer.stopReason?.contains("is not the file that was opened") == true)
        let fault = DatabaseFault.orphanLog(path: folder.database, log: folder.database + "-wal")
        #expect(faults(folder.database) == [fault, fault, fault])
        try #require(try folder.run("mv elsewhere.db gateway.db") == 0)
        #expect(try SQLiteReader(path: folder.database).accounts().map(\.name) == ["before", "after"])
    }

    @Test func `is refused if the database is moved while its lock is waited for`() throws {
        let first = try SQLiteWriter(path: folder.database)
        _ = try first.account(named: "before")
        let fault = DatabaseFault.orphanLog(path: folder.database, log: folder.database + "-wal")
        #expect(throws: fault) {
            try SQLiteWriter(
                path: folder.database,
                mayWait: { _ in
                    rename(folder.database, folder.path + "/elsewhere.db")
                    first.close()
                    return true
                })
        }
        #expect(!folder.exists("gateway.db"))
    }
}
