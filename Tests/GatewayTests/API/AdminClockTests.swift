import Checkout
import SQLiteStorage
import Synchronization
import Testing
import Wire

@testable import Gateway

/// In a sandbox, a test can put the clock forward.
@Suite struct `The clock of the gateway's own API`: AdminSuite {
    let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `puts the clock forward, and sessions and keys expire by it`() async throws {
        let id = try await open()
        let key = [Conformance.duro, "Idempotency-Key: k"]
        let first = try await gateway.post("/v1/checkout/sessions", key, #"{"amount":1}"#)
        let before = try await get("test/clock")
        #expect(before.member("ahead_seconds").map { JSONNumber.int64($0.source) } == 0)
        let moved = try await post("test/clock", #"{"advance_seconds":90000}"#)
        #expect(moved.member("ahead_seconds").map { JSONNumber.int64($0.source) } == 90_000)
        #expect(try await get("sessions/\(id)").member("status")?.string == "expired")
        // No sweep has run yet, and the timeline shows the end nevertheless.
        #expect(try await kinds(id) == ["created", "expired"])
        #expect(try gateway.store.reader.session(number: 2)?.status == .open)
        #expect(!gateway.sweeper.run())
        #expect(try gateway.store.reader.session(number: 2)?.status == .expired)
        #expect(try await kinds(id) == ["created", "expired"])
        let again = try await gateway.post("/v1/checkout/sessions", key, #"{"amount":1}"#)
        #expect(again.status == 201)
        #expect(again.text != first.text)
        // The clock is as late after a restart as before.
        #expect(try SandboxClock.offsetMicroseconds(in: gateway.store.reader) == 90_000_000_000)
        #expect(
            try await post("test/clock", #"{"now":"2030-01-01T00:00:00Z"}"#).member("now")?.string
                == "2030-01-01T00:00:00Z")
        #expect(try await post("test/clock", #"{"now":"2029-01-01T00:00:00Z"}"#).status == 409)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"advance_seconds":0}"#, #"{"advance_seconds":"1"}"#, #"{"advance_seconds":1.5}"#,
        #"{"advance_seconds":1,"now":"2030-01-01T00:00:00Z"}"#, #"{"now":"soon"}"#, #"{"now":7}"#, #"{"acme":1}"#,
        #"{"advance_seconds":9223372036854775807}"#, #"{"now":"2030-01-01T00:00:00Z","now":"2031-01-01T00:00:00Z"}"#,
        #"{"now":"9999-12-31T23:59:50Z"}"#, #"{"now":"9999-12-31T23:59:59-23:59"}"#,
        #"{"now":"10000-01-01T00:00:00Z"}"#,
        #"{"reset":false}"#, #"{"reset":1}"#, #"{"reset":null}"#, #"{"reset":true,"advance_seconds":1}"#,
        #"{"reset":true,"now":"2030-01-01T00:00:00Z"}"#, #"{"reset":true,"reset":true}"#,
    ])
    func `refuses a body that names no moment for the clock`(_ body: String) async throws {
        let before = try await get("test/clock").text
        #expect(try await post("test/clock", body).status == 400)
        #expect(try await get("test/clock").text == before)
    }

    @Test(arguments: ["GET", "POST"]) func `has no clock outside a sandbox`(_ method: String) async throws {
        let gateway = try InMemoryGateway(hasClock: false)
        let fields = [Conformance.admin, "Content-Type: application/json"]
        let body = method == "POST" ? Array(#"{"advance_seconds":1}"#.utf8) : nil
        #expect(try await gateway.send(method, "/gateway/v1/test/clock", fields, body: body).status == 403)
        #expect(gateway.sandboxClock == nil)
    }

    @Test func `advances the clock by the exact amount while time passes`() throws {
        /// A clock that is later each time it is read.
        final class Ticking: Clock {
            private let microseconds = Atomic<Int64>(1_790_000_000_000_000)
            var now: Timestamp { Timestamp(microseconds: ticks) }
            var ticks: Int64 { microseconds.add(7, ordering: .relaxed).newValue }
        }
        let clock = SandboxClock(Ticking(), offsetMicroseconds: 0, longestLifetimeSeconds: 60)
        var offset: Int64 = 0
        for _ in 0..<3 { offset = try clock.adjustment(advancing: 3_600_000_000).applied(to: offset) }
        #expect(offset == 3 * 3_600_000_000)
        #expect(throws: SandboxClock.Fault.tooLate) { try clock.adjustment(advancing: 300_000_000_000_000_000) }
        #expect(throws: SandboxClock.Fault.past) { try clock.adjustment(to: Timestamp(seconds: 0)) }
    }
}
