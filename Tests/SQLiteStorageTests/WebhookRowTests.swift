import Checkout
import Storage
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// How endpoints and deliveries are kept in the database.
@Suite struct `Webhooks in rows` {
    private let folder = TemporaryFolder()

    private func open() throws -> SQLiteStore {
        try SQLiteStore(path: folder.database, outbox: SampleOutbox()) { _, _ in }
    }

    /// A connection beside the store's own ones, as another program has it.
    private func other() throws -> SQLiteConnection {
        try SQLiteConnection(path: folder.database, role: .writer)
    }

    private func written(_ writes: [Write], _ store: SQLiteStore) throws -> [Written] {
        try store.writer.write(writes).get().map { try $0.get() }
    }

    /// Makes an endpoint of the account `a` and returns its account.
    private func addEndpoint(
        to store: SQLiteStore, _ types: [String] = SampleOutbox.allTypes, format: Int64 = 1
    ) throws -> AccountID {
        let account = try store.writer.account(named: "a").id
        let endpoint = NewWebhookEndpoint(
            account: account, origin: .api, settings: WebhookSettings(url: "u", format: format, types: types),
            secret: SealedSecret([1], keyID: "k", createdAt: Samples.start), createdAt: Samples.start)
        _ = try written([.webhook(.addEndpoint(endpoint))], store)
        return account
    }

    private func due(_ store: SQLiteStore) throws -> [DueDelivery] {
        try store.reader.find(.webhook(.due(at: .last, limit: 100))).webhook.due.deliveries
    }

    private func count(_ table: String) throws -> Int64 {
        try other().integer("SELECT count(*) FROM webhook_\(table)")
    }

    @Test func `have no row while nobody wants an event`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["completed"])
        let sessions = (1...9).map { Samples.session(number: $0, account: $0 % 2 == 0 ? account.value : 99) }
        _ = try written(sessions.map { .create($0) }, store)
        let moves = sessions.map { Write.move($0.id, account: nil, to: .cancelled, at: Samples.start) }
        _ = try written(moves, store)
        for table in ["deliveries", "messages", "due", "attempts"] { #expect(try count(table) == 0, "\(table)") }
    }

    @Test func `keep one body for each format and message of an event`() throws {
        let store = try open()
        defer { store.close() }
        for format in [1, 1, SampleOutbox.pairFormat, SampleOutbox.pairFormat, 3] {
            _ = try addEndpoint(to: store, ["created"], format: format)
        }
        let account = try store.writer.account(named: "a").id
        _ = try written([.create(Samples.session(number: 1, account: account.value))], store)
        #expect(try count("deliveries") == 7)
        #expect(try count("messages") == 4)
    }

    @Test func `leave no body and no attempt of a removed delivery`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["created"])
        _ = try written([.create(Samples.session(number: 1, account: account.value))], store)
        let attempt = AttemptRecord(
            number: 1, at: Samples.start, durationMicroseconds: 1, outcome: .answered(status: 500))
        let result = AttemptResult(delivery: 1, attempt, next: .failed)
        _ = try written([.webhook(.record(result))], store)
        for table in ["deliveries", "messages", "attempts"] { #expect(try count(table) == 1, "\(table)") }
        #expect(try store.writer.sweep(at: .last, lagMicroseconds: 0, rowsMax: 10).deliveries == 1)
        for table in ["deliveries", "messages", "due", "attempts"] { #expect(try count(table) == 0, "\(table)") }
    }

    /// The trigger refuses a row in the middle of a write, which no stored data does.
    @Test(arguments: ["messages", "deliveries", "due"])
    func `undo the event if a delivery is refused`(_ table: String) throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["completed", "expired"])
        let session = Samples.session(number: 1, account: account.value, lifetimeSeconds: 60)
        _ = try written([.create(session)], store)
        try other().execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON webhook_\(table) BEGIN SELECT RAISE(ABORT, 'no'); END")
        let move = Write.move(session.id, account: nil, to: .completed, at: Samples.start)
        guard case .failure(.broken) = store.writer.write([move]) else {
            Issue.record("a refused delivery is not a failure of the batch")
            return
        }
        #expect(throws: StoreFailure.self) {
            try store.writer.sweep(at: session.createdAt.advanced(seconds: 61), lagMicroseconds: 0, rowsMax: 9)
        }
        #expect(try store.reader.session(key: session.id.key)?.status == .open)
        #expect(try store.reader.events(of: session.id)?.count == 1)
        #expect(store.stopReason == nil)
        try other().execute("DROP TRIGGER refusal")
        _ = try written([move], store)
        #expect(try due(store).map(\.delivery.type) == ["completed"])
    }

    /// The batch is rolled back after it has added an endpoint: what the writer remembers is then read again.
    @Test func `forget an endpoint whose transaction was rolled back`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["cancelled"])
        let endpoint = NewWebhookEndpoint(
            account: account, origin: .api, settings: WebhookSettings(url: "u", format: 1, types: ["created"]),
            secret: SealedSecret([1], keyID: "k", createdAt: Samples.start), createdAt: Samples.start)
        try other().execute(
            "CREATE TRIGGER refusal BEFORE INSERT ON webhook_due BEGIN SELECT RAISE(ABORT, 'no'); END")
        let first = Samples.session(number: 1, account: account.value)
        guard case .failure = store.writer.write([.webhook(.addEndpoint(endpoint)), .create(first)]) else {
            Issue.record("a refused delivery is not a failure of the batch")
            return
        }
        try other().execute("DROP TRIGGER refusal")
        let second = Samples.session(number: 2, account: account.value)
        let cancel = Write.move(second.id, account: nil, to: .cancelled, at: Samples.start)
        _ = try written([.create(second), cancel], store)
        #expect(try due(store).map(\.delivery.type) == ["cancelled"])
        #expect(try store.reader.session(key: first.id.key) == nil)
    }

    @Test func `record the expiry of a session whose row is damaged, with its delivery`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["expired"])
        let sessions = (1...3).map { Samples.session(number: $0, account: account.value, lifetimeSeconds: 60) }
        _ = try written(sessions.map { .create($0) }, store)
        try other().execute("UPDATE sessions SET metadata = x'00' WHERE number = 2")
        let now = Samples.start.advanced(seconds: 61)
        #expect(try store.writer.sweep(at: now, lagMicroseconds: 0, rowsMax: 9).expired == 3)
        let bodies = try due(store).map { due in
            let found = try store.reader.find(.webhook(.body(delivery: due.delivery.id))).webhook
            return String(decoding: found.body ?? [], as: UTF8.self)
        }
        #expect(bodies.map { $0.contains("damaged") } == [false, true, false])
        #expect(store.stopReason == nil)
    }

    @Test func `hide no other delivery if one is damaged`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["created"])
        _ = try written((1...4).map { .create(Samples.session(number: $0, account: account.value)) }, store)
        try other().execute(
            """
            UPDATE webhook_deliveries SET state = 99 WHERE id = 1;
            DELETE FROM webhook_deliveries WHERE id = 2;
            UPDATE webhook_messages SET body = x'04224D18FF' WHERE id = 3;
            """)
        #expect(try due(store).map(\.delivery.id) == [3, 4])
        #expect(throws: StoreFailure.self) { try store.reader.find(.webhook(.body(delivery: 3))) }
        #expect(try store.reader.find(.webhook(.delivery(3))).webhook.delivery?.body == nil)
        #expect(try store.reader.find(.webhook(.body(delivery: 4))).webhook.body != nil)
        #expect(throws: StoreFailure.self) { try store.reader.find(.webhook(.delivery(1))) }
        let disable = WebhookWrite.disableEndpoint(1, account: nil, .requested, at: Samples.start)
        _ = try written([.webhook(disable)], store)
        let recover = WebhookWrite.recover(1, account: nil, since: .first, after: 0, at: Samples.start)
        _ = try written([.webhook(recover)], store)
        #expect(store.stopReason == nil)
    }

    @Test func `fail alone if an endpoint is damaged`() throws {
        let store = try open()
        defer { store.close() }
        let account = try addEndpoint(to: store, ["created"])
        _ = try addEndpoint(to: store, ["created"])
        try other().execute("UPDATE webhook_endpoints SET origin = 99 WHERE id = 1")
        #expect(throws: StoreFailure.self) { try store.reader.find(.webhook(.endpoint(1))) }
        #expect(try store.reader.find(.webhook(.endpoint(2))).webhook.endpoint != nil)
        let session = Samples.session(number: 1, account: account.value)
        let results = try store.writer.write([.webhook(.enableEndpoint(1, account: nil)), .create(session)]).get()
        #expect(throws: StoreFailure.self) { try results[0].get() }
        #expect(results[1].isDone)
        #expect(try due(store).map(\.delivery.endpoint) == [1, 2])
        #expect(store.stopReason == nil)
    }
}
