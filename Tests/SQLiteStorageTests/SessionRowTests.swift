import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// A row that this program did not write.
@Suite struct `Session in the store` {
    @Test func `says so where a row holds what no session can`() throws {
        let (folder, session) = (TemporaryFolder(), Samples.session(number: 1))
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        #expect(try store.writer.write([.create(session)]).get().map(\.isDone) == [true])
        try SQLiteConnection(path: folder.database, role: .writer).execute("UPDATE sessions SET status = 9")
        #expect(throws: StoreFailure.self) { try store.reader.session(key: session.id.key) }
        store.close()
    }
}
