import Checkout
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `A request from start to end` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `creates a session that only its owner can read`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        #expect(made.status == 201)
        let id = try #require(made.member("id")?.string)
        let read = try await gateway.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro])
        #expect(read.status == 200)
        #expect(read.text == made.text)
        #expect(try await gateway.send("GET", "/v1/checkout/sessions/\(id)").status == 401)
        for other in ["chk_00000000000000000000000000", "chk_", id.lowercased(), id + "0"] {
            #expect(try await gateway.send("GET", "/v1/checkout/sessions/\(other)", [Conformance.duro]).status == 404)
        }
    }

    @Test func `keeps the body unchanged, except for Userdocks' state`() async throws {
        let body = #"{ "amount":5e3, "x":[1.0,{"a":null}], "metadata":{"b":1,"a":2} }"#
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        #expect(made.status == 201)
        let kept = try #require(try gateway.store.reader.session(number: 1))
        #expect(String(decoding: kept.fields.text.bytes, as: UTF8.self) == body)
        #expect(kept.amount == 5_000)
        #expect(kept.metadata.map { String(decoding: $0.bytes, as: UTF8.self) } == #"{"b":1,"a":2}"#)

        _ = try await gateway.post(
            "/userdocks/api/v1/checkout-sessions", Conformance.userdocksKey, Conformance.userdocksBody)
        let second = try #require(try gateway.store.reader.session(number: 2))
        let text = String(decoding: second.fields.text.bytes, as: UTF8.self)
        #expect(text.contains(#""state":null"#))
        #expect(!text.contains("0123456789abcdef"))
        #expect(second.stateDigest != nil)
        #expect(second.clientID == Conformance.clientID)
    }

    @Test func `shows a session as expired from its moment on`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let id = try #require(made.member("id")?.string)
        gateway.clock.advance(seconds: 24 * 3_600 - 1)
        var read = try await gateway.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro])
        #expect(read.member("status")?.string == "pending")
        gateway.clock.advance(seconds: 1)
        read = try await gateway.send("GET", "/v1/checkout/sessions/\(id)", [Conformance.duro])
        #expect(read.member("status")?.string == "expired")
    }

    @Test func `cancels a Meteroid session once`() async throws {
        let made = try await gateway.post(
            "/meteroid/api/v1/checkout-sessions", [Conformance.meteroid],
            #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#)
        let id = try #require(made.member("session", "id")?.string)
        let path = "/meteroid/api/v1/checkout-sessions/\(id)"
        let cancelled = try await gateway.send("POST", path + "/cancel", [Conformance.meteroid], body: [])
        #expect(cancelled.status == 200)
        #expect(cancelled.member("session", "status")?.string == "CANCELLED")
        #expect(cancelled.member("session", "checkout_url")?.isNull == true)
        #expect(try await gateway.send("POST", path + "/cancel", [Conformance.meteroid], body: []).status == 400)
        let read = try await gateway.send("GET", path, [Conformance.meteroid])
        #expect(read.member("session", "status")?.string == "CANCELLED")
        let list = try await gateway.send(
            "GET", "/meteroid/api/v1/checkout-sessions?status=CANCELLED", [Conformance.meteroid])
        #expect(list.member("sessions")?.elements.reduce(0) { count, _ in count + 1 } == 1)
    }

    @Test(arguments: ["read", "write"])
    func `lets a Userdocks key do only what its access allows`(_ type: String) async throws {
        var fields = Conformance.userdocksKey
        fields[1] = "X-API-KEY-TYPE: \(type)"
        let answer = try await gateway.post("/userdocks/api/v1/checkout-sessions", fields, Conformance.userdocksBody)
        #expect(answer.status == (type == "write" ? 200 : 403))
        // A caller without access is refused before the body is read.
        let broken = try await gateway.post("/userdocks/api/v1/checkout-sessions", fields, "{")
        #expect(broken.status == (type == "write" ? 400 : 403))
    }

    @Test func `recognizes a Userdocks app by its id in letters of either case`() async throws {
        var fields = Conformance.userdocksKey
        fields[2] = "X-CLIENT-ID: \(Conformance.clientID.uppercased())"
        let answer = try await gateway.post("/userdocks/api/v1/checkout-sessions", fields, Conformance.userdocksBody)
        #expect(answer.status == 200)
        #expect(answer.text.contains("client_id=\(Conformance.clientID)&"))
    }

    @Test(arguments: ["a", "req-1.2:3/4+5=", String(repeating: "x", count: 128)])
    func `repeats a valid request id`(_ id: String) async throws {
        let answer = try await gateway.send("GET", "/healthz", ["X-Request-Id: \(id)"])
        #expect(answer.field("X-Request-Id") == id)
    }

    @Test func `repeats the request id in answers that wait for the disk`() async throws {
        let gateway = try InMemoryGateway()
        let (path, id) = ("/meteroid/api/v1/checkout-sessions", "X-Request-Id: r-1")
        let body = #"{"customer_id":"cus_6M5HzU3hkTd4m7logrUkIu","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#
        let made = try await gateway.post(path, [Conformance.meteroid, id], body)
        #expect(made.field("X-Request-Id") == "r-1")
        let session = try #require(made.member("session", "id")?.string)
        let ended = try await gateway.send("POST", "\(path)/\(session)/cancel", [Conformance.meteroid, id], body: [])
        #expect(ended.status == 200)
        #expect(ended.field("X-Request-Id") == "r-1")
        for _ in 0..<2 {
            let keyed = try await gateway.post(
                "/v1/checkout/sessions", [Conformance.duro, id, "Idempotency-Key: k"], #"{"amount":1}"#)
            #expect(keyed.field("X-Request-Id") == "r-1")
        }
    }

    @Test(arguments: ["", "a b", "<script>", "\u{e9}", String(repeating: "x", count: 129), #"""#])
    func `makes a request id if the caller's is not valid`(_ id: String) async throws {
        let answer = try await gateway.send("GET", "/nowhere", ["X-Request-Id: \(id)"])
        let made = try #require(answer.field("X-Request-Id"))
        #expect(made.hasPrefix("req_"))
        #expect(made.utf8.count == 15)
    }

    @Test func `says that it is ready until it stops`() async throws {
        #expect(try await gateway.send("GET", "/readyz").status == 200)
        gateway.application.beginStopping()
        let answer = try await gateway.send("GET", "/readyz")
        #expect(answer.status == 503)
        #expect(answer.field("Retry-After") != nil)
        #expect(try await gateway.send("GET", "/healthz").status == 200)
    }

    @Test func `answers in the provider's shape when the store is full`() async throws {
        gateway.store.close()
        let answer = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        #expect(answer.status == 503)
        #expect(answer.field("Retry-After") != nil)
        #expect(answer.text.hasPrefix(#"{"error":{"code":"#))
    }

    @Test func `serves the documents of its routes`() async throws {
        for provider in Registry.providers.map({ type(of: $0).name.text }) + ["gateway"] {
            let answer = try await gateway.send("GET", "/openapi/\(provider).yaml")
            #expect(answer.status == 200, "\(provider)")
            #expect(answer.contentType == "application/yaml")
            #expect(answer.text.hasPrefix("openapi: 3.1"))
        }
        for path in ["/openapi/", "/openapi/acme.yaml", "/openapi/../Package.swift", "/openapi/%2e%2e/x"] {
            #expect(try await gateway.send("GET", path).status == 404, "\(path)")
        }
    }

    @Test(arguments: [0, 1]) func `accepts a body of exactly the limit, and not one byte more`(_ more: Int) async throws
    {
        let limit = HTTPLimits().bodyBytesMax
        let frame = #"{"amount":1,"metadata":{"a":""}}"#
        let padding = String(repeating: "x", count: limit - frame.utf8.count + more)
        let body = #"{"amount":1,"metadata":{"a":"\#(padding)"}}"#
        let answer = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        #expect(answer.status == (more == 0 ? 201 : 413))
        if more == 1 { #expect(answer.text.hasPrefix(#"{"error":{"code":"bad_request""#)) }
    }

    @Test func `accepts ten thousand unknown members`() async throws {
        let members = (0..<10_000).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        let answer = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], "{\(members),\"amount\":7}")
        #expect(answer.status == 201)
        #expect(answer.member("amount").map { JSONNumber.int64($0.source) } == 7)
    }

    @Test func `distinguishes members that differ only in Unicode normalization`() async throws {
        let body = "{\"amount\":7,\"caf\u{e9}\":1,\"cafe\u{301}\":2}"
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).status == 201)
    }

    @Test(arguments: [
        (#"{"amount":1,"amount":2}"#, 400), (#"{"amount":1,"\u0061mount":2}"#, 400),
        (#"{"amount":1,"x":1,"x":2}"#, 201),
        (#"{"amount":1,"metadata":{"a":1,"a":2}}"#, 201),
    ])
    func `refuses a duplicate of a member that it reads`(_ body: String, _ status: Int) async throws {
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body).status == status)
    }
}
