import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

/// The events of a session, written by the store's own writer.
@Suite struct `A timeline` {
    private let stage: StoreStage
    private var gateway: InMemoryGateway { stage.gateway }

    init() throws {
        stage = try StoreStage()
    }

    @Test func `begins with the session's own row`() throws {
        let session = try stage.open()
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events == [SessionEvent(sequence: 0, NewEvent(.created, by: .account, at: session.createdAt))])
    }

    @Test func `masks nested values of a stored body`() async throws {
        let body = #"{"amount":5000,"metadata":{"a":[{"password":"hunter2"}],"card":{"number":4242424242424242}}}"#
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        #expect(made.status == 201, "\(made.text)")
        let session = try #require(try gateway.store.reader.session(number: 1))
        let events = try #require(try gateway.store.reader.events(of: session.id))
        let text = String(
            decoding: TimelineResource.text(session, events, at: gateway.clock.now, .ofAll), as: UTF8.self)
        #expect(!text.contains("hunter2") && !text.contains("4242"))
        #expect(text.contains("password"))
    }

    @Test func `has each change with its moment, its actor and its detail`() throws {
        let session = try stage.open()
        gateway.clock.advance(seconds: 1)
        let detail = JSONText { $0.member("card", "4242") }
        try stage.done(.note(session.id, .opened, at: gateway.clock.now, by: .customer))
        gateway.clock.advance(seconds: 1)
        try stage.done(
            .move(session.id, account: nil, to: .processing, at: gateway.clock.now, by: .customer, detail: detail))
        gateway.clock.advance(seconds: 1)
        try stage.done(.move(session.id, account: nil, to: .completed, at: gateway.clock.now, by: .sandbox))
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.map(\.sequence) == [0, 1, 2, 3])
        #expect(events.map(\.event.kind) == [.created, .opened, .processing, .completed])
        #expect(events.map(\.event.actor) == [.account, .customer, .customer, .sandbox])
        #expect(events[2].event.detail == detail)
        #expect(
            events.map { $0.event.at.microseconds - session.createdAt.microseconds }
                == [0, 1, 2, 3].map { $0 * 1_000_000 })
        #expect(try gateway.store.reader.session(key: session.id.key)?.completedAt == gateway.clock.now)
    }

    @Test func `has no event of a refused change`() throws {
        let session = try stage.open()
        try stage.done(.move(session.id, account: nil, to: .cancelled, at: gateway.clock.now))
        for status in [Status.completed, .processing, .expired, .cancelled] {
            let refused = try stage.write(.move(session.id, account: nil, to: status, at: gateway.clock.now))
            #expect(refused.wrongStatus == .cancelled)
        }
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.map(\.event.kind) == [.created, .cancelled])
    }

    @Test func `has no payment of a session that has ended`() throws {
        let session = try stage.open(lifetimeSeconds: 60)
        try stage.done(.pay(session.id, .attempt(.needsConfirmation), at: gateway.clock.now, by: .customer))
        gateway.clock.advance(seconds: 60)
        for step in [PaymentStep.attempt(.paid), .confirm, .refuse(detail: nil)] {
            let late = try stage.write(.pay(session.id, step, at: gateway.clock.now, by: .customer))
            #expect(late.wrongStatus == .expired)
        }
        try stage.done(.note(session.id, .opened, at: gateway.clock.now, by: .customer))
    }

    @Test func `belongs to one session, and exists only with it`() throws {
        let (first, second) = (try stage.open(), try stage.open())
        try stage.done(.note(second.id, .opened, at: gateway.clock.now, by: .customer))
        #expect(try gateway.store.reader.events(of: first.id)?.count == 1)
        #expect(try gateway.store.reader.events(of: second.id)?.count == 2)
        let forged = SessionID(key: first.id.key, tail: first.id.tail ^ 1)
        #expect(try gateway.store.reader.events(of: forged) == nil)
        for write in [
            Write.note(forged, .opened, at: gateway.clock.now, by: .customer),
            .pay(forged, .attempt(.paid), at: gateway.clock.now, by: .customer),
        ] {
            guard case .unknownSession = try stage.write(write) else { throw StoreStage.Unexpected() }
        }
    }

    @Test func `never goes back in time, even if the clock does`() throws {
        let session = try stage.open()
        let now = gateway.clock.now
        try stage.done(.note(session.id, .opened, at: now.advanced(microseconds: 9), by: .customer))
        try stage.done(.note(session.id, .opened, at: now.advanced(microseconds: -9), by: .customer))
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.map { $0.event.at.microseconds - now.microseconds } == [0, 9, 9])
    }

    @Test func `is bounded, and still has the end`() throws {
        let session = try stage.open()
        let note = Write.note(session.id, .opened, at: gateway.clock.now, by: .customer)
        for _ in 0..<11 { _ = gateway.store.writer.write(Array(repeating: note, count: 100)) }
        try stage.done(.move(session.id, account: nil, to: .completed, at: gateway.clock.now))
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.count == 1_002)
        #expect(events.last?.event.kind == .completed)
    }
}
