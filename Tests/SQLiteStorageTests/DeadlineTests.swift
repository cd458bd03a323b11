import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// Sessions whose ids are from a later time, because the clock was set back.
@Suite struct `A session ahead of the clock` {
    private let folder = TemporaryFolder()

    @Test(arguments: [(86_400_000, 1), (60_001, 1), (60_000, 0), (1, 0), (0, 0)] as [(Int64, Int64)])
    func `is recorded as expired when its time has come`(aheadMilliseconds: Int64, deadlines: Int64) throws {
        let writer = try SQLiteWriter(path: folder.database)
        defer { writer.close() }
        let draft = Draft(mode: .payment, fields: SentFields(Samples.document()), lifetimeSeconds: 60)
        let session = CheckoutSession(
            id: SessionID(
                key: (Samples.start.microseconds / 1_000 + aheadMilliseconds) << SessionID.countBits, tail: 1),
            number: 1, provider: ProviderName("duro"), account: AccountID(1), isLive: false, status: .open,
            draft: draft,
            createdAt: Samples.start)
        _ = try writer.write([Write.create(session)]).get()[0].get()
        let reader = try SQLiteConnection(path: folder.database, role: .reader)
        #expect(try reader.integer("SELECT count(*) FROM deadlines") == deadlines)
        let end = Samples.start.advanced(microseconds: 60_000_000)
        let swept = try writer.sweep(at: end, lagMicroseconds: 60_000_000, rowsMax: 10)
        #expect(swept.expired == (aheadMilliseconds == 0 ? 0 : deadlines))
    }
}
