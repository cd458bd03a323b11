import Checkout
import SQLiteStorage
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

    @Test func `has each step of the customer`() async throws {
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
        let details = events.compactMap(\.detail).map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(details == [#"{"reason":"card_declined"}"#, #"{"reason":"authentication_failed"}"#])
    }

    @Test func `has no event for an invalid try, and none after the end`() async throws {
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

    @Test func `has one end after a race`() async throws {
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

    @Test func `does not grow for ever while the page is opened again and again`() async throws {
        let path = try await stage.duro()
        for _ in 0..<HostedPage.eventsBeforeOpeningMax + 5 {
            #expect(try await stage.get(path).status == 200)
        }
        #expect(try events().count == HostedPage.eventsBeforeOpeningMax)
        #expect(try await stage.submit(path, PageStage.declined).status == 402)
        #expect(try events().suffix(2).map(\.kind) == [.paymentAttempted, .paymentFailed])
    }

    @Test func `has room for payments where it has none for repeated calls`() async throws {
        let path = try await stage.duro()
        try fill(.note(try stage.session().id, .replayed, at: stage.gateway.clock.now, by: .account))
        #expect(try await stage.get(path).status == 200)
        #expect(try events().count == 1_001)
        #expect(try await stage.submit(path, PageStage.secure).status == 303)
        #expect(try await stage.submit(path, "action=fail").status == 402)
        _ = try await stage.submit(path, "action=confirm")
        #expect(try stage.status() == .processing)
        #expect(try events().suffix(3).map(\.kind) == [.paymentAttempted, .processing, .paymentFailed])
    }

    @Test(arguments: [[PageStage.paid], [PageStage.secure, PageStage.secure, "action=confirm"]])
    func `lets a customer pay even if it is full, and refuses a payment that fails`(_ steps: [String]) async throws {
        let path = try await stage.duro()
        let id = try stage.session().id
        try fill(.pay(id, .attempt(.failed(detail: nil)), at: stage.gateway.clock.now, by: .customer))
        let count = try events().count
        let refused = try await stage.submit(path, PageStage.declined)
        #expect(refused.status == 402)
        #expect(refused.text.contains("Too many payments"))
        #expect(try events().count == count)
        for step in steps { #expect(try await stage.submit(path, step).status == 303) }
        #expect(try stage.status() == .completed)
    }

    /// Writes more often than a timeline has room for.
    private func fill(_ write: Write) throws {
        for _ in 0..<2 {
            guard case .success = stage.gateway.store.writer.write(Array(repeating: write, count: 1_000)) else {
                throw StoreFailure.stopped
            }
        }
    }
}
