import Checkout
import Storage
import Testing
import Wire

@testable import Gateway

@Suite struct `Timeline of a page` {
    private let stage: PageStage

    init() throws {
        stage = try PageStage()
    }

    private func events() throws -> [NewEvent] {
        try #require(try stage.gateway.store.reader.events(of: stage.session().id)).map(\.event)
    }

    @Test func `tells what the customer did, step by step`() async throws {
        let path = try await stage.duro()
        _ = try await stage.get(path)
        _ = try await stage.submit(path, PageStage.declined)
        _ = try await stage.submit(path, PageStage.secure)
        _ = try await stage.submit(path, "action=fail")
        _ = try await stage.submit(path, PageStage.secure)
        _ = try await stage.submit(path, "action=confirm")
        let events = try events()
        #expect(
            events.map(\.kind) == [
                .created, .opened, .paymentAttempted, .paymentFailed, .paymentAttempted, .processing, .paymentFailed,
                .paymentAttempted, .completed,
            ])
        #expect(events.dropFirst().allSatisfy { $0.actor == .customer })
        let details = events.compactMap(\.detail).map { String(decoding: $0, as: UTF8.self) }
        #expect(details == [#"{"reason":"card_declined"}"#, #"{"reason":"authentication_failed"}"#])
    }

    @Test func `tells of no try that was none, and of nothing after the end`() async throws {
        let path = try await stage.billing()
        _ = try await stage.gateway.send("HEAD", path)
        _ = try await stage.submit(path, "action=pay&number=1")
        _ = try await stage.submit(path, "action=confirm")
        _ = try await stage.submit(path, "action=cancel")
        _ = try await stage.submit(path, PageStage.paid)
        _ = try await stage.submit(path, PageStage.declined)
        _ = try await stage.get(path)
        #expect(try events().map(\.kind) == [.created, .cancelled])
    }

    @Test func `has one end, however many race for it`() async throws {
        let path = try await stage.billing()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for body in [PageStage.paid, "action=cancel", PageStage.paid, PageStage.declined, PageStage.secure] {
                group.addTask { _ = try await stage.submit(path, body) }
            }
            try await group.waitForAll()
        }
        let kinds = try events().map(\.kind)
        #expect(kinds.count { $0 == .completed || $0 == .cancelled } == 1)
        #expect(kinds.last == SessionEvent.Kind(of: try stage.status()))
    }

    @Test func `keeps room for payments, however often the page is opened`() async throws {
        let path = try await stage.duro()
        for _ in 0..<HostedPage.eventsBeforeOpeningMax + 5 {
            #expect(try await stage.get(path).status == 200)
        }
        #expect(try events().count == HostedPage.eventsBeforeOpeningMax)
        #expect(try await stage.submit(path, PageStage.declined).status == 402)
        #expect(try events().suffix(2).map(\.kind) == [.paymentAttempted, .paymentFailed])
    }

    @Test func `lets a customer pay also when nothing more is written of it`() async throws {
        let path = try await stage.duro()
        let opened = NewEvent(.opened, by: .customer, at: stage.gateway.clock.now)
        let notes = Array(repeating: Write.note(try stage.session().id, opened), count: 1_000)
        guard case .success = stage.gateway.store.writer.write(notes) else { throw StoreFailure.stopped }
        #expect(try await stage.get(path).status == 200)
        #expect(try events().count == 1_001)
        #expect(try await stage.submit(path, PageStage.paid).status == 303)
        #expect(try stage.status() == .completed)
    }
}
