import Checkout
import Storage
import Testing
import Wire

@testable import Gateway

@Suite struct `A session whose time has run out` {
    private let gateway: InMemoryGateway
    private static let day: Int64 = 24 * 3_600

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func open() async throws -> String {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        return try #require(made.member("id")?.string)
    }

    private func status(of id: String) async throws -> String? {
        try await gateway.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro]).member("status")?.string
    }

    @Test func `is written as expired once it was answered so`() async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        // Writes are committed in their order, so the expiry is on the disk when this one is.
        _ = try await open()
        #expect(try gateway.store.reader.session(number: 1)?.status == .expired)
    }

    @Test func `stays expired when the clock is set back`() async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        gateway.clock.advance(seconds: -2 * Self.day)
        #expect(try await status(of: id) == "expired")
    }

    @Test func `stays expired when the clock is set back and the store cannot write`() async throws {
        let id = try await open()
        // From here on every write fails, and reads go on.
        gateway.store.writer.close()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        gateway.clock.advance(seconds: -Self.day)
        #expect(try await status(of: id) == "expired")
    }

    @Test func `is not ended by a clock that ran ahead while nobody looked`() async throws {
        let id = try await open()
        let other = try await open()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        gateway.clock.advance(seconds: -Self.day)
        #expect(try await status(of: other) == "pending")
    }

    @Test func `stays expired in lists and cannot be cancelled`() async throws {
        let made = try await gateway.post(
            "/meteroid/api/v1/checkout-sessions", [Conformance.meteroid],
            #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#)
        let id = try #require(made.member("session", "id")?.string)
        let path = "/meteroid/api/v1/checkout-sessions"
        gateway.clock.advance(seconds: Self.day)
        let list = try await gateway.send("GET", path + "?status=EXPIRED", [Conformance.meteroid])
        #expect(list.text.contains(id))
        gateway.clock.advance(seconds: -Self.day)
        #expect(try await gateway.send("POST", "\(path)/\(id)/cancel", [Conformance.meteroid], body: []).status == 400)
        #expect(
            try await gateway.send("GET", path + "?status=CREATED", [Conformance.meteroid]).text.contains(id) == false)
    }
}

@Suite struct `Expiries that were told` {
    private let expiries = Expiries()

    @Test func `are written once, and again only where that failed`() {
        #expect(!expiries.contains(7))
        #expect(expiries.begin(7))
        #expect(!expiries.begin(7))
        expiries.end(7, isWritten: false)
        #expect(expiries.contains(7))
        #expect(expiries.begin(7))
        expiries.end(7, isWritten: true)
        #expect(!expiries.contains(7))
    }

    @Test func `are bounded`() {
        for key in 0..<100_000 as Range<Int64> { #expect(expiries.begin(key)) }
        #expect(!expiries.begin(100_000))
        #expect(!expiries.contains(100_000))
        expiries.end(0, isWritten: true)
        #expect(expiries.begin(100_000))
    }
}
