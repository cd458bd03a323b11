import Checkout
import Testing
import Wire

@testable import Gateway
@testable import SQLiteStorage

@Suite struct `The sandbox's clock` {
    private let gateway: InMemoryGateway
    private static let day: Int64 = 24 * 3_600

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func move(_ body: String) async throws -> Response {
        try await gateway.post("/gateway/v1/test/clock", [Conformance.admin], body)
    }

    private func open(_ fields: String...) async throws -> Response {
        try await gateway.post("/v1/checkout/sessions", [Conformance.duro] + fields, #"{"amount":1}"#)
    }

    private func session(_ number: Int64) throws -> CheckoutSession {
        try #require(try gateway.store.reader.session(number: number))
    }

    private func numbers(_ query: String) async throws -> [String] {
        let list = try await gateway.send("GET", "/gateway/v1/sessions?\(query)", [Conformance.admin])
        return try #require(list.member("data")).elements.map {
            String(decoding: $0.member("number")?.source ?? [], as: UTF8.self)
        }
    }

    @Test func `goes back to the machine's time, and loses nothing`() async throws {
        #expect(try await open().status == 201)
        #expect(try await move(#"{"advance_seconds":864000}"#).status == 200)
        #expect(try await open("Idempotency-Key: k").status == 201)
        while gateway.sweeper.run() {}
        let back = try await move(#"{"reset":true}"#)
        #expect(back.status == 200)
        #expect(back.member("now")?.string == gateway.clock.now.rfc3339(.microsecondsOrNone))
        #expect(back.member("ahead_seconds").map { JSONNumber.int64($0.source) } == 0)
        #expect(try SandboxClock.offsetMicroseconds(in: gateway.store.reader) == 0)
        // The key was used, although the clock is earlier now.
        #expect(try await open("Idempotency-Key: k").field("Idempotency-Replayed") == "true")
        #expect(try await open().status == 201)
        let (first, ahead, last) = (try session(1), try session(2), try session(3))
        #expect(first.id < ahead.id && ahead.id < last.id)
        #expect(last.createdAt == gateway.clock.now)
        #expect(ahead.createdAt > last.createdAt)
        // Expired sessions stay expired, and a page of a list continues after the one before.
        #expect(first.status == .expired)
        #expect(try await numbers("limit=3") == ["3", "2", "1"])
        #expect(
            try await numbers("created_from=\(last.createdAt.rfc3339(.microsecondsOrNone))&status=open") == ["3", "2"])
        gateway.clock.advance(seconds: Self.day)
        while gateway.sweeper.run() {}
        #expect(try session(3).status == .expired)
        #expect(try session(2).status == .open)
        gateway.clock.advance(seconds: 10 * Self.day)
        while gateway.sweeper.run() {}
        #expect(try session(2).status == .expired)
        #expect(
            try await move(#"{"advance_seconds":60}"#).member("ahead_seconds").map { JSONNumber.int64($0.source) } == 60
        )
    }

    @Test func `is forward after a restart, and back after one that follows a reset`() async throws {
        #expect(try await move(#"{"advance_seconds":864000}"#).status == 200)
        #expect(try await open().status == 201)
        let key = try session(1).id.key
        let ahead = try gateway.reopened()
        #expect(ahead.sandboxClock?.offsetMicroseconds == 864_000_000_000)
        _ = try await ahead.post("/gateway/v1/test/clock", [Conformance.admin], #"{"reset":true}"#)
        let back = try ahead.reopened()
        #expect(back.sandboxClock?.offsetMicroseconds == 0)
        #expect(try await back.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":1}"#).status == 201)
        #expect(try #require(try back.store.reader.session(number: 2)).id.key > key)
    }

    @Test func `stops where a session still ends in time`() async throws {
        let clock = try #require(gateway.sandboxClock)
        let last = clock.last
        #expect(last == Timestamp(rfc3339: Array("9999-12-30T23:59:59Z".utf8)[...]))
        #expect(try await move(#"{"now":"9999-12-31T00:00:00Z"}"#).status == 400)
        #expect(try await move(#"{"now":"9999-12-30T23:59:59Z"}"#).status == 200)
        #expect(try await move(#"{"advance_seconds":1}"#).status == 400)
        gateway.clock.advance(seconds: 10 * Self.day)
        #expect(clock.now == last)
        for sample in SampleCall.all {
            #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        }
        for number in Int64(1)...Int64(SampleCall.all.count) {
            #expect(try #require(try session(number).expiresAt) <= .last)
        }
        let list = try await gateway.send("GET", "/gateway/v1/sessions", [Conformance.admin])
        #expect(!list.text.contains("+1"))
        #expect(try await move(#"{"reset":true}"#).status == 200)
        #expect(clock.now == gateway.clock.now)
    }

    @Test func `shows a moment that RFC 3339 cannot spell as the last one that it can`() async throws {
        let session = StoreStage(gateway).session()
        _ = try gateway.store.writer.write([.create(session)]).get()
        try gateway.store.writer.execute("UPDATE sessions SET expires = 300000000000000000, updated = \(Int64.max)")
        let list = try await gateway.send("GET", "/gateway/v1/sessions", [Conformance.admin])
        #expect(list.status == 200)
        #expect(list.text.contains(#""expires_at":"9999-12-31T23:59:59.999999Z""#))
        #expect(!list.text.contains("+"))
    }

    @Test(arguments: [(0, 200), (1, 400)])
    func `leaves room for the hours of a Meteroid request`(_ more: Int64, _ status: Int) async throws {
        let hours = (Timestamp.last.microseconds - gateway.clock.now.microseconds) / 3_600_000_000 + more
        let body =
            #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ","expires_in_hours":\#(hours)}"#
        let path = "/meteroid/api/v1/checkout-sessions"
        let answer = try await gateway.post(path, [Conformance.meteroid], body)
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.member("code")?.string == (status == 400 ? "BAD_REQUEST" : nil))
        #expect(
            try gateway.store.reader.session(number: 1)?.expiresAt.map { $0 <= .last } == (status == 200 ? true : nil))
        // From a later moment, as many hours are too many.
        #expect(try await move(#"{"advance_seconds":7200}"#).status == 200)
        #expect(try await gateway.post(path, [Conformance.meteroid], body).status == 400)
    }
}
