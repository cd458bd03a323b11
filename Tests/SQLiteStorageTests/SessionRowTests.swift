import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// Rows that this version did not write.
@Suite struct `Session in the store` {
    private let folder = TemporaryFolder()

    /// A stored session, after another program has changed its row.
    private func session(
        _ session: CheckoutSession = Samples.session(number: 1), changed assignment: String
    ) throws -> CheckoutSession? {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        #expect(try store.writer.write([.create(session)]).get().map(\.isDone) == [true])
        try SQLiteConnection(path: folder.database, role: .writer).execute("UPDATE sessions SET \(assignment)")
        return try store.reader.session(key: session.id.key)
    }

    /// Earlier versions stored such bodies unchanged. They are not RFC 8259, so no caller may get them unchanged.
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

    /// Earlier versions, which know only single items, and this version read each other's rows of a single item.
    @Test func `keeps a single item as earlier versions did`() throws {
        var single = Samples.session(number: 1)
        single.change { $0.items = Items(CheckoutSession.Item(kind: "plan", reference: "[]", quantity: 4)) }
        let found = try session(single, changed: "item_reference = item_reference")
        #expect(found.differences(from: single) == [])
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        let columns = "SELECT item_kind || ' ' || item_reference || ' ' || item_quantity FROM sessions"
        #expect(try connection.text(columns) == "plan [] 4")
    }

    @Test(arguments: [
        "status = 9", "metadata = x'7b'", "item_quantity = 2, item_reference = '['",
        "item_quantity = 2, item_reference = '{}'", "item_quantity = 2, item_reference = '[1]'",
        "item_quantity = 2, item_reference = '[[\"k\",\"r\"]]'",
        "item_quantity = 2, item_reference = '[[\"k\",\"r\",1.5]]'",
        "item_quantity = 2, item_reference = '[[\"k\",\"r\",1]]'",
    ])
    func `reports a row with values that no session can have`(assignment: String) {
        #expect(throws: StoreFailure.self) { try session(changed: assignment) }
    }
}
