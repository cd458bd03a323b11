import Checkout
import Dispatch
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// How batches are written to the file.
@Suite struct `Batch of writes` {
    private let folder = TemporaryFolder()
    private let deliveries = Deliveries()

    private func open(_ options: SQLiteOptions = SQLiteOptions()) throws -> SQLiteStore {
        try SQLiteStore(path: folder.database, options: options, deliver: deliveries.take)
    }

    @Test func `is in the store when it is delivered`() throws {
        let reader = try open()
        reader.close()
        let path = folder.database
        let store = try SQLiteStore(path: path) { outcomes, _ in
            // Another connection sees only what was committed.
            let found = try? SQLiteReader(path: path).session(key: Int64(outcomes[0].number))
            #expect(found != nil)
        }
        let session = Samples.session(number: 1)
        #expect(store.submit(.create(session), Int(session.id.key)))
        store.close()
    }

    @Test func `survives a process that never closed the store`() throws {
        let lost = try open()
        #expect(try lost.writer.write([.create(Samples.session(number: 1))]).get().map(\.isDone) == [true])
        // A copy of the files after a commit and before any checkpoint.
        let copy = TemporaryFolder()
        for name in ["gateway.db", "gateway.db-wal"] { copy.write(folder.bytes(of: name), to: name) }
        let found = try SQLiteStore(path: copy.database) { _, _ in }
        #expect(try found.reader.session(number: 1) != nil)
        found.close()
        lost.close()
    }

    @Test func `keeps the log short`() throws {
        var options = SQLiteOptions()
        options.checkpointPages = 20
        let store = try open(options)
        for number in 1...500 {
            #expect(store.submit(.create(Samples.session(number: Int64(number))), number))
            #expect(deliveries.wait(for: 1))
        }
        // Each commit is a few pages; without checkpoints the log would contain them all.
        #expect(folder.bytes(of: "gateway.db-wal").count < 100 * 4_120)
        store.close()
    }

    @Test func `leaves no gap in the numbers when it was closed`() throws {
        for number: Int64 in 1...3 {
            let store = try open()
            defer { store.close() }
            var session = Samples.session(number: 1)
            (session.id, session.number) = try #require(store.nextID(at: Samples.start))
            #expect(session.number == number)
            #expect(try store.writer.write([.create(session)]).get().map(\.isDone) == [true])
        }
    }

    @Test func `fails whole on a full disk and goes on when there is room`() throws {
        let store = try open()
        let before = try store.writer.write([.create(Samples.session(number: 1))]).get()
        #expect(before.map(\.isDone) == [true])
        var large = Samples.session(number: 3)
        large.change { $0.metadata = Samples.json(ofBytes: 200_000) }
        try store.writer.execute("PRAGMA max_page_count = 20")
        let writes: [Write] = [
            .create(Samples.session(number: 2)), .create(large), .create(Samples.session(number: 4)),
        ]
        #expect(store.writer.write(writes).failure == .noRoom)
        #expect(try store.reader.session(number: 1) != nil, "reads go on")
        for number: Int64 in 2...4 { #expect(try store.reader.session(number: number) == nil) }
        #expect(store.isWritable)
        try store.writer.execute("PRAGMA max_page_count = 100000")
        #expect(try store.writer.write(writes).get().map(\.isDone) == [true, true, true])
        store.close()
        let connection = try SQLiteConnection(path: folder.database, role: .writer)
        #expect(try connection.text("PRAGMA integrity_check") == "ok")
    }

    @Test func `fails whole while another program holds the right to write`() throws {
        var options = SQLiteOptions()
        options.busyTimeoutMilliseconds = 10
        let store = try open(options)
        let other = try SQLiteConnection(path: folder.database, role: .writer)
        try other.execute("BEGIN IMMEDIATE")
        guard case .failure(.broken) = store.writer.write([.create(Samples.session(number: 1))]) else {
            Issue.record("a locked store took a write")
            return
        }
        try other.execute("ROLLBACK")
        #expect(try store.writer.write([.create(Samples.session(number: 1))]).get().map(\.isDone) == [true])
        store.close()
    }
}

extension Result where Success == [Result<Written, StoreFailure>], Failure == StoreFailure {
    var failure: StoreFailure? {
        if case .failure(let failure) = self { return failure }
        return nil
    }
}
