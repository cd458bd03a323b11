import Checkout
import Storage
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// How long bodies are kept in the database.
@Suite struct `Stored body in a row` {
    private static let repetitive = Array(
        (#"{"components":["# + String(repeating: #"{"name":"Seats","rate":"1.00"}, "#, count: 200) + "{}]}").utf8)

    @Test func `is reported instead of the session if it is damaged`() throws {
        let folder = TemporaryFolder()
        var session = Samples.session(number: 1)
        session.change { $0.fields = SentFields(JSONDocument(Self.repetitive, grammar: .python)) }
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        _ = try store.writer.write([.create(session)]).get()
        #expect(try store.reader.session(key: session.id.key).differences(from: session) == [])
        let length = StoredBody.bytes(of: Self.repetitive).count
        try SQLiteConnection(path: folder.database, role: .writer).execute(
            "UPDATE sessions SET fields = CAST(substr(fields, 1, \(length - 1)) AS BLOB)")
        #expect(throws: StoreFailure.self) { try store.reader.session(key: session.id.key) }
    }

    @Test func `is read from a file from before there were frames`() throws {
        let folder = TemporaryFolder()
        var session = Samples.session(number: 1)
        session.change { $0.fields = SentFields(JSONDocument(Self.repetitive, grammar: .python)) }
        do {
            try DatabaseFile.createIfMissing(folder.database)
            let connection = try SQLiteConnection(path: folder.database, role: .writer)
            try connection.configureLog(sizeBytesMax: 1 << 20)
            try Migrations.apply(Array(Migrations.steps.prefix(3)), to: connection, from: 0)
            let insert = try SQLiteStatement(SessionStatements.insertText, on: connection)
            try SessionRow(session).run(insert)
            let update = try SQLiteStatement("UPDATE sessions SET fields = ?1", on: connection)
            update.bind(blob: Self.repetitive, at: 1)
            try update.run()
        }
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        #expect(try store.reader.session(key: session.id.key).differences(from: session) == [])
        store.close()
    }
}
