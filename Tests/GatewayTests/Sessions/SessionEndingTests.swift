import Checkout
import SQLiteStorage
import Testing

@testable import Gateway

@Suite struct `Ending of a session without its customer` {
    private let stage: StoreStage
    private var gateway: InMemoryGateway { stage.gateway }

    init() throws {
        stage = try StoreStage()
    }

    private func kinds(_ session: CheckoutSession) throws -> [SessionEvent.Kind] {
        try gateway.store.reader.events(of: session.id)?.map(\.event.kind) ?? []
    }

    private func end(_ session: CheckoutSession, _ ending: SessionEnding, by actor: Actor = .sandbox) throws -> Written
    {
        try stage.write(ending.write(on: session.id, at: gateway.clock.now, by: actor))
    }

    @Test(arguments: [Actor.sandbox, .admin]) func `records how it ended and by which actor`(_ actor: Actor) throws {
        let expected: [(SessionEnding, [SessionEvent.Kind])] = [
            (.complete, [.created, .paymentAttempted, .completed]),
            (.expire, [.created, .expired]),
            (.cancel, [.created, .cancelled]),
        ]
        for (ending, events) in expected {
            let session = try stage.open()
            guard case .done = try end(session, ending, by: actor) else { throw StoreStage.Unexpected() }
            #expect(try gateway.store.reader.session(key: session.id.key)?.status == ending.status)
            #expect(try kinds(session) == events, "\(ending)")
            let actors = try gateway.store.reader.events(of: session.id)?.dropFirst().map(\.event.actor) ?? []
            #expect(actors.allSatisfy { $0 == actor }, "\(ending)")
            for other in [SessionEnding.complete, .expire, .cancel] {
                #expect(try end(session, other).wrongStatus == ending.status, "\(other) after \(ending)")
            }
        }
    }

    @Test func `pays with a card of its own after the customer's was refused`() throws {
        let session = try stage.open()
        let now = gateway.clock.now
        try stage.done(.pay(session.id, .attempt(.needsConfirmation), at: now, by: .customer))
        try stage.done(.pay(session.id, .refuse(detail: nil), at: now, by: .customer))
        guard case .done = try end(session, .complete) else { throw StoreStage.Unexpected() }
        #expect(
            try kinds(session) == [
                .created, .paymentAttempted, .processing, .paymentFailed, .paymentAttempted, .completed,
            ])
    }

    @Test func `does not pay a live session`() throws {
        var session = try stage.open()
        session.isLive = true
        let open = [SessionEnding.complete, .expire, .cancel].filter { $0.isOpen(to: session) }
        #expect(open == [.expire, .cancel])
    }
}
