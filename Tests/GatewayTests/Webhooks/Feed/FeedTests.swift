import Checkout
import Synchronization
import TestSupport
import Testing
import Webhooks
import Wire

@testable import Gateway

@Suite struct `The feed of events`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    /// The position of a listener that starts now.
    private func start(_ query: String = "") async throws -> Int64 {
        let answer = try await get("webhooks/events?\(query)")
        #expect(types(answer) == [])
        return try next(answer)
    }

    private func next(_ answer: Response) throws -> Int64 {
        try #require(answer.member("next").flatMap { JSONNumber.int64($0.source) }, "\(answer.text)")
    }

    private func types(_ answer: Response) -> [String] {
        answer.member("data")?.elements.compactMap { $0.member("type")?.string } ?? []
    }

    @Test func `tells events as they happen, and none twice`() async throws {
        let position = try await start()
        async let waiting = get("webhooks/events?after=\(position)")
        let id = try await open()
        let first = try await waiting
        #expect(types(first) == ["checkout.session.created"])
        #expect(first.member("lost")?.bool == false)
        _ = try await post("sessions/\(id)/complete")
        let second = try await get("webhooks/events?after=\(try next(first))")
        #expect(types(second) == ["checkout.session.completed"])
        let third = try await get("webhooks/events?wait=0&after=\(try next(second))")
        #expect(types(third) == [])
        #expect(try next(third) == next(second))
    }

    @Test func `tells what an endpoint would get`() async throws {
        let position = try await start("format=stripe")
        let id = try await open()
        _ = try await post("sessions/\(id)/complete")
        let answer = try await get("webhooks/events?format=stripe&after=\(position)")
        // Stripe does not tell that a session was made.
        #expect(types(answer) == ["checkout.session.completed"])
        let event = try #require(answer.member("data").flatMap { Array($0.elements).first })
        let body = JSONDocument(utf8: Array(event.member("body")?.stringBytes ?? [])).root
        #expect(body?.member("object")?.string == "event")
        #expect(body?.member("id")?.string == event.member("id")?.string)
        #expect(WebhookEventID(event.member("id")?.string ?? "")?.format == .stripe)
    }

    @Test func `tells what a sweep records`() async throws {
        _ = try await open()
        let position = try await start("events=checkout.session.expired")
        gateway.sandboxClock?.follow(offsetMicroseconds: 40 * 86_400_000_000)
        _ = gateway.sweeper.run()
        let answer = try await get("webhooks/events?events=checkout.session.expired&after=\(position)")
        #expect(types(answer) == ["checkout.session.expired"])
    }

    @Test func `lets an account and types pass`() async throws {
        let position = try await start()
        _ = try await open()
        #expect(types(try await get("webhooks/events?account=1&after=\(position)")) == ["checkout.session.created"])
        #expect(try await get("webhooks/events?account=acme&after=\(position)").status == 400)
        // A listener for another type goes on behind the events that it does not want.
        let none = try await get("webhooks/events?wait=0&events=checkout.session.cancelled&after=\(position)")
        #expect(types(none) == [])
        #expect(try next(none) > position)
    }

    @Test(arguments: [
        "format=acme", "events=acme", "events=checkout.session.opened&format=stripe", "after=x", "after=-1", "wait=26",
        "wait=x&after=1", "acme=1", "after=1&after=2", "account=",
    ])
    func `refuses a question that it does not understand`(_ query: String) async throws {
        #expect(try await get("webhooks/events?\(query)").status == 400)
    }

    @Test func `is read with a credential that may only read, which sees no address of a page`() async throws {
        let file = TemporaryFile(
            """
            {"credentials": [
              {"provider": "gateway", "secret": "gw_admin_reader", "access": "read"},
              {"provider": "gateway", "secret": "gw_admin_writer", "access": "write"},
              {"provider": "duro", "secret": "sk_test_shop"}]}
            """)
        let gateway = try withExtendedLifetime(file) { try InMemoryGateway(configuration: file.path) }
        func ask(_ secret: String, _ query: String) async throws -> Response {
            try await gateway.send(
                "GET", "/gateway/v1/webhooks/events?\(query)", ["Authorization: Bearer gw_admin_\(secret)"])
        }
        let position = try next(try await ask("reader", ""))
        _ = try await gateway.post(
            "/v1/checkout/sessions", ["Authorization: Bearer sk_test_shop"], #"{"amount":5000}"#)
        #expect(try await ask("writer", "after=\(position)").text.contains("/checkout/cs_test_"))
        let shown = try await ask("reader", "after=\(position)")
        #expect(types(shown) == ["checkout.session.created"])
        #expect(shown.text.contains("/checkout/***"))
        #expect(!shown.text.contains("cs_test_"))
    }

    @Test func `costs nothing while nobody listens, and says so to a listener that comes back`() async throws {
        let feed = WebhookFeed(gateway.clock)
        #expect(feed.observed == [])
        let filter = FeedFilter(format: .gateway, subscription: .all)
        let position = feed.start(filter).next
        #expect(feed.observed == .all)
        gateway.clock.advance(seconds: 61)
        let session = Samples.session(number: 1)
        let event = SessionEvent(sequence: 0, NewEvent(.created, by: .account, at: Samples.start))
        feed.consider(
            OutboxEvent(event, in: session.id, of: session.account, before: .open), session,
            WebhookBodies([], gateway.links))
        #expect(feed.observed == [])
        let page = Mutex<FeedPage?>(nil)
        #expect(feed.wait(filter, after: position, seconds: 25) { told in page.withLock { $0 = told } } == nil)
        #expect(page.withLock { $0?.isLost } == true)
        #expect(feed.observed == .all)
    }

    @Test func `ends a wait with its time`() async throws {
        let feed = WebhookFeed(gateway.clock)
        let filter = FeedFilter(format: .gateway, subscription: .all)
        let position = feed.start(filter).next
        let page = Mutex<FeedPage?>(nil)
        #expect(feed.wait(filter, after: position, seconds: 5) { told in page.withLock { $0 = told } } == nil)
        gateway.clock.advance(seconds: 4)
        feed.endWaits()
        #expect(page.withLock(\.self) == nil)
        gateway.clock.advance(seconds: 1)
        feed.endWaits()
        #expect(page.withLock(\.self)?.isEmpty == true)
    }

    @Test func `refuses more listeners than it has places for, and lets them go at a stop`() {
        let feed = WebhookFeed(gateway.clock)
        let filter = FeedFilter(format: .gateway, subscription: .all)
        let position = feed.start(filter).next
        let answers = Atomic(0)
        func wait() -> WebhookFeed.Refusal? {
            feed.wait(filter, after: position, seconds: 25) { _ in answers.add(1, ordering: .relaxed) }
        }
        for _ in 0..<FeedPlaces.countMax { #expect(wait() == nil) }
        #expect(wait() == .full)
        #expect(answers.load(ordering: .relaxed) == 0)
        feed.stop()
        #expect(answers.load(ordering: .relaxed) == FeedPlaces.countMax)
        #expect(wait() == .stopping)
    }

    @Test func `answers at once when the gateway stops`() async throws {
        let position = try await start()
        async let waiting = get("webhooks/events?after=\(position)")
        try await eventually { gateway.application.feed.waitingCount == 1 }
        gateway.application.beginStopping()
        #expect(try await waiting.status == 200)
        #expect(try await get("webhooks/events?after=\(position)").status == 503)
    }
}
