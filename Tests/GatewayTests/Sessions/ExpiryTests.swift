import Checkout
import SQLiteStorage
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

    @Test func `is recorded with its moment before an answer tells it`() async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day + 5)
        #expect(try await status(of: id) == "expired")
        let stored = try #require(try gateway.stored { try $0.session(number: 1) })
        #expect(stored.status == .expired)
        #expect(stored.updatedAt == stored.expiresAt)
        let events = try #require(try gateway.stored { try $0.events(of: stored.id) })
        #expect(events.map(\.event.kind) == [.created, .expired])
        #expect(events.last?.event.at == stored.expiresAt)
    }

    @Test func `waits for the disk with its first answer, and with no other`() async throws {
        let id = try await open()
        let other = try await open()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: other) == "expired")
        gateway.holdAnswers()
        async let made = open()
        try await eventually { try gateway.store.reader.session(number: 3) != nil }
        async let first = status(of: id)
        try await eventually { gateway.counted.acceptedWrites == 5 }
        #expect(try gateway.stored { try $0.session(number: 1) }?.status == .open)
        #expect(try await status(of: other) == "expired")
        gateway.releaseAnswers()
        #expect(try await first == "expired")
        _ = try await made
    }

    @Test func `stays expired when the process ends and the clock is set back`() async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        // The new gateway's clock begins where the old one's began.
        let next = try gateway.reopened()
        let answer = try await next.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro])
        #expect(answer.member("status")?.string == "expired")
    }

    @Test func `is not told as expired when it was paid at the last moment`() async throws {
        let id = try await open()
        gateway.holdAnswers()
        async let made = open()
        try await eventually { try gateway.store.reader.session(number: 2) != nil }
        async let paid = gateway.send("POST", "/gateway/v1/sessions/1/complete", [Conformance.admin], body: [])
        try await eventually { gateway.counted.acceptedWrites == 3 }
        gateway.clock.advance(seconds: Self.day)
        async let late = gateway.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro])
        try await eventually { gateway.counted.acceptedWrites == 4 }
        gateway.releaseAnswers()
        #expect(try await paid.status == 200)
        #expect(try await late.status == 503)
        #expect(try await late.field("Retry-After") == "1")
        #expect(try await status(of: id) == "completed")
        _ = try await made
    }

    @Test func `has a page that stays gone when the clock is set back`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let page = try #require(made.member("url")?.string).dropFirst("https://pay.example".count)
        gateway.clock.advance(seconds: Self.day)
        #expect(try await gateway.send("GET", String(page)).status == 410)
        #expect(try gateway.stored { try $0.session(number: 1) }?.status == .expired)
        gateway.clock.advance(seconds: -Self.day)
        #expect(try await gateway.send("GET", String(page)).status == 410)
        let form = ["Content-Type: application/x-www-form-urlencoded"]
        _ = try await gateway.send("POST", String(page), form, body: Array("action=cancel".utf8))
        #expect(try gateway.stored { try $0.session(number: 1) }?.status == .expired)
    }

    @Test(arguments: ["sessions/1", "sessions/1/timeline", "sessions", "sessions/1?as=dollr"])
    func `stays expired to the operator when the clock is set back`(_ path: String) async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day)
        let told = try await gateway.send("GET", "/gateway/v1/" + path, [Conformance.admin])
        #expect(told.text.lowercased().contains("expired"))
        gateway.clock.advance(seconds: -Self.day)
        let again = try await gateway.send("GET", "/gateway/v1/" + path, [Conformance.admin])
        #expect(again.text == told.text)
        #expect(try await status(of: id) == "expired")
    }

    @Test(arguments: ["complete", "fail", "expire", "cancel"])
    func `accepts no step after one was refused`(_ step: String) async throws {
        let id = try await open()
        gateway.clock.advance(seconds: Self.day)
        for _ in 0..<2 {
            let path = "/gateway/v1/sessions/\(id)/\(step)"
            #expect(try await gateway.send("POST", path, [Conformance.admin], body: []).status == 409)
            gateway.clock.advance(seconds: -Self.day)
        }
        #expect(try await status(of: id) == "expired")
    }

    @Test func `is not ended by a caller who may not see it`() async throws {
        _ = try await open()
        gateway.clock.advance(seconds: Self.day)
        let id = UUIDText.encode(try #require(try gateway.store.reader.session(number: 1)).id.bits)
        let forged = "/gateway/v1/sessions/\(id.dropLast())\(id.last == "0" ? "1" : "0")"
        #expect(try await gateway.send("GET", forged, [Conformance.admin]).status == 404)
        #expect(try await gateway.send("GET", "/dollr/v1/sessions/checkout/1", [Conformance.dollr]).status == 404)
        #expect(try gateway.stored { try $0.session(number: 1) }?.status == .open)
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
        // From here on every write fails, and reads succeed.
        gateway.store.writer.close()
        gateway.clock.advance(seconds: Self.day)
        #expect(try await status(of: id) == "expired")
        gateway.clock.advance(seconds: -Self.day)
        #expect(try await status(of: id) == "expired")
    }

    @Test func `is not ended by a clock that ran ahead between reads`() async throws {
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

@Suite struct `Told expiries` {
    private let expiries = Expiries()

    @Test func `are remembered until they are written`() {
        #expect(expiries.all.isEmpty)
        #expect(expiries.remember([7, 8]))
        #expect(expiries.remember([7]))
        expiries.forget([8])
        #expect(expiries.all == [7])
    }

    @Test func `are bounded`() {
        #expect(expiries.remember(Array(0..<Int64(Expiries.countMax - 1))))
        #expect(!expiries.remember([-1, -2]))
        #expect(!expiries.all.contains(-1))
        #expect(expiries.remember([-1]))
        #expect(!expiries.remember([-2]))
        expiries.forget([0])
        #expect(expiries.remember([-2]))
    }
}
