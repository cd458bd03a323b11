import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// A row that this program did not write.
@Suite struct `Session in the store` {
    private let folder = TemporaryFolder()

    /// A session in the store, whose row another program has changed since.
    private func session(changed assignment: String) throws -> CheckoutSession? {
        let session = Samples.session(number: 1)
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        #expect(try store.writer.write([.create(session)]).get().map(\.isDone) == [true])
        try SQLiteConnection(path: folder.database, role: .writer).execute("UPDATE sessions SET \(assignment)")
        return try store.reader.session(key: session.id.key)
    }

    /// Earlier versions stored such bodies to the byte, and no caller may get them as JSON.
    @Test(arguments: [#"{"n":NaN,"i":-Infinity}"#, #"{"n":null,"i":"\ud800"}"#])
    func `reads a body of an earlier version as RFC 8259`(text: String) throws {
        let hex = text.utf8.map { String($0, radix: 16) }.joined()
        let found = try #require(try session(changed: "fields = x'\(hex)'"))
        #expect(JSONText(parsing: found.fields.text.bytes) != nil)
        #expect(found.fields.document.fault == nil)
        #expect(found.fields.document.root?.member("n")?.isNull == true)
        let replaced = try #require(JSONText(replacingIn: Array(text.utf8)))
        #expect(found.fields.text == replaced)
    }

    @Test(arguments: ["status = 9", "metadata = x'7b'"])
    func `reports a row with values that no session can have`(assignment: String) {
        #expect(throws: StoreFailure.self) { try session(changed: assignment) }
    }
}
