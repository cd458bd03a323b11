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

    @Test(arguments: ["metadata = x'7b'", "item_quantity = 2, item_reference = '['"])
    func `fails only the write that needs a row which cannot be read`(assignment: String) throws {
        let (broken, other) = (Samples.session(number: 1), Samples.session(number: 2))
        _ = try? session(broken, changed: assignment)
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let results = try store.writer.write([
            .move(broken.id, account: nil, to: .completed, at: Samples.start), .create(other),
        ]).get()
        #expect(results.map(\.isDone) == [false, true])
        #expect(store.isWritable)
        #expect(try store.reader.session(number: 2) != nil)
    }

    @Test(arguments: ["x''", "x'00'", "zeroblob(33)"])
    func `opens to no state if the digest of the state is damaged`(value: String) throws {
        let found = try session(changed: "state_digest = \(value)")
        #expect(found?.stateDigest == .unmatched)
    }

    /// A gateway with such a row starts, and `keys list` shows the row.
    @Test func `shows a credential whose digest is damaged, which no secret matches`() throws {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let account = try store.writer.account(named: "a")
        let credential = NewCredential(
            provider: ProviderName("duro"), account: account.id, isLive: false, access: .write,
            secretDigest: Samples.digest(1), createdAt: Samples.start)
        _ = try store.writer.add(credential)
        try store.writer.execute("UPDATE credentials SET secret_digest = x'07'")
        #expect(try store.reader.credentials().map(\.credential.secretDigest) == [.unmatched])
    }
}
