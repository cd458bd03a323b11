import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

/// Every expired session is recorded once.
@Suite struct `The sweep` {
    private let gateway: InMemoryGateway
    private let stage: StoreStage
    private let sweeper: Sweeper

    init() throws {
        gateway = try InMemoryGateway()
        stage = StoreStage(gateway)
        sweeper = Sweeper(
            gateway.store.writer, gateway.clock, StoreLog { _ in }, intervalMilliseconds: 1_000, lagSeconds: 1_800)
    }

    private func stored(_ session: CheckoutSession) throws -> CheckoutSession {
        try #require(try gateway.store.reader.session(key: session.id.key))
    }

    private func kinds(_ session: CheckoutSession) throws -> [SessionEvent.Kind] {
        try #require(try gateway.store.reader.events(of: session.id)).map(\.event.kind)
    }

    @Test(arguments: [60, 1_800, 3_600, 86_400, 2_592_000] as [Int64])
    func `records an expired session with the moment of its expiry`(_ lifetime: Int64) throws {
        let session = try stage.open(lifetimeSeconds: lifetime)
        // At many moments before its expiry, the session does not change.
        for _ in 0..<5 {
            gateway.clock.advance(seconds: lifetime / 5 - 1)
            #expect(!sweeper.run())
            #expect(try stored(session).status == .open)
        }
        gateway.clock.advance(seconds: max(10, 1_850 - lifetime))
        #expect(!sweeper.run())
        let swept = try stored(session)
        #expect(swept.status == .expired)
        #expect(swept.updatedAt == session.expiresAt)
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.map(\.event.kind) == [.created, .expired])
        #expect(events[1].event.at == session.expiresAt)
        #expect(events[1].event.actor == .gateway)
        #expect(!sweeper.run())
        #expect(try kinds(session) == [.created, .expired])
    }

    @Test func `ends sessions in payment, and none that has ended or never ends`() throws {
        let (paying, paid, endless) = (try stage.open(), try stage.open(), try stage.open(lifetimeSeconds: nil))
        try stage.done(.move(paying.id, account: nil, to: .processing, at: gateway.clock.now))
        gateway.clock.advance(seconds: 2_000)
        // The cursor passes all three; the first two have a deadline, and one of them is paid afterwards.
        #expect(!sweeper.run())
        try stage.done(.move(paid.id, account: nil, to: .completed, at: gateway.clock.now))
        gateway.clock.advance(seconds: 100_000_000)
        #expect(!sweeper.run())
        #expect(try stored(paying).status == .expired)
        #expect(try stored(paid).status == .completed)
        #expect(try stored(endless).status == .open)
        #expect(try kinds(paying) == [.created, .processing, .expired])
        #expect(try kinds(paid) == [.created, .completed])
    }

    @Test func `does bounded work in a run, and all of it in several`() throws {
        let perRun = Sweeper.rowsMax * Sweeper.stepsMax
        let sessions = (0..<perRun + 300).map { _ in stage.session(lifetimeSeconds: 7_200) }
        _ = try gateway.store.writer.write(sessions.map { .create($0) }).get()
        gateway.clock.advance(seconds: 3_600)
        #expect(sweeper.run())
        #expect(!sweeper.run())
        gateway.clock.advance(seconds: 3_600)
        #expect(sweeper.run())
        #expect(!sweeper.run())
        let expired = try sessions.filter { try stored($0).status == .expired }
        #expect(expired.count == sessions.count)
    }
}
