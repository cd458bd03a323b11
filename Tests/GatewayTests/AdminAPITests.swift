import Checkout
import Providers
import SQLiteStorage
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Gateway

/// The gateway's own API: what it shows, and what a test may change with it.
@Suite struct `The gateway's own API` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func get(_ path: String) async throws -> Response {
        try await gateway.send("GET", "/gateway/v1/" + path, [Conformance.admin])
    }

    private func post(_ path: String, _ body: String? = nil) async throws -> Response {
        guard let body else {
            return try await gateway.send("POST", "/gateway/v1/" + path, [Conformance.admin], body: [])
        }
        return try await gateway.post("/gateway/v1/" + path, [Conformance.admin], body)
    }

    /// Creates a Duro session; returns its gateway id.
    private func open(_ body: String = #"{"amount":5000}"#) async throws -> String {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        let id = try #require(made.member("id")?.string)
        return try #require(try await get("sessions/\(id)").member("id")?.string)
    }

    private func kinds(_ id: String) async throws -> [String] {
        let events = try #require(try await get("sessions/\(id)/timeline").member("events"))
        return events.elements.compactMap { $0.member("kind")?.string }
    }

    @Test(arguments: AdminAPI.lines.map { ("\($0.method.name)", $0.path) })
    func `lets an admin in and nobody else`(_ method: String, _ path: String) async throws {
        let path = path.replacing("{id}", with: "1")
        for fields in [[], [Conformance.duro], ["Authorization: Bearer gw_admin_other"], ["Authorization: Basic x"]] {
            let answer = try await gateway.send(method, path, fields, body: [])
            #expect(answer.status == 401)
            #expect(answer.contentType == "application/problem+json")
            #expect(answer.field("WWW-Authenticate") == "Bearer")
        }
        #expect(try await gateway.send(method, path, [Conformance.admin], body: []).status != 401)
        let wrong = try await gateway.send("DELETE", path, [Conformance.admin])
        #expect(wrong.status == 405)
        #expect(wrong.field("Allow")?.contains(method) == true)
    }

    @Test(arguments: [
        ("GET", "sessions", 200), ("GET", "sessions/1", 200), ("GET", "sessions/1?as=duro", 200),
        ("GET", "sessions/1/timeline", 200), ("GET", "sessions?x=1", 400), ("GET", "sessions/9", 404),
        ("GET", "nothing", 404),
        ("DELETE", "sessions", 405), ("OPTIONS", "sessions", 405), ("GET", "test/clock", 200),
        ("POST", "test/clock", 415),
        ("POST", "sessions/1/fail", 200), ("POST", "sessions/1/complete", 200), ("POST", "sessions/1/cancel", 409),
    ])
    func `has every answer kept out of caches`(_ method: String, _ path: String, _ status: Int) async throws {
        let id = try await open()
        if status == 409 { _ = try await post("sessions/\(id)/complete") }
        for fields in [[Conformance.admin], []] {
            let body: [UInt8]? = method == "POST" ? [] : nil
            let answer = try await gateway.send(method, "/gateway/v1/" + path, fields, body: body)
            #expect(answer.status == (fields.isEmpty ? 401 : status))
            #expect(answer.fields.filter { $0.name == "Cache-Control" }.map(\.value) == ["no-store"])
        }
        let broken = "GET /gateway/v1/\(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
        let refused = try await gateway.answer(toBytes: Array(broken.utf8))
        #expect(refused.status == 400)
        #expect(refused.field("Cache-Control") == "no-store")
        // Other paths of the gateway are not affected.
        #expect(try await gateway.send("GET", "/healthz").field("Cache-Control") == nil)
    }

    @Test(arguments: SampleCall.all)
    func `has a credential that is nobody's elsewhere`(_ sample: SampleCall) async throws {
        let answer = try await gateway.post(sample.path, [Conformance.admin], sample.body)
        #expect([401, 403].contains(answer.status))
        #expect(try gateway.store.reader.session(number: 1) == nil)
    }

    @Test(arguments: ["", "/", "/nothing", "/sessions/", "/sessions/1/timeline/", "/sessions/1/refund", "x/sessions"])
    func `has no other paths`(_ path: String) async throws {
        let answer = try await gateway.send("GET", "/gateway/v1" + path, [Conformance.admin])
        #expect(answer.status == 404)
        #expect(answer.contentType == "application/problem+json")
    }

    @Test func `decodes a path as the providers' are decoded`() async throws {
        _ = try await open()
        #expect(try await get("session%73/%31").text == (try await get("sessions/1")).text)
        #expect(try await get("sessions%2F1").status == 404)
    }

    @Test func `shows a session by every one of its spellings`() async throws {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let (duro, token) = (try #require(made.member("id")?.string), try #require(made.member("token")?.string))
        let shown = try await get("sessions/\(duro)")
        #expect(shown.status == 200)
        #expect(shown.member("page_url")?.string == made.member("url")?.string)
        let id = try #require(shown.member("id")?.string)
        let meteroid = try await get("sessions/\(id)?as=meteroid")
        let other = try #require(meteroid.member("body", "session", "id")?.string)
        for spelling in [id, id.uppercased(), "1", token, other] {
            #expect(try await get("sessions/\(spelling)").text == shown.text)
        }
        for spelling in ["2", "0", "x", token + "0", "chk_" + String(repeating: "0", count: 26)] {
            #expect(try await get("sessions/\(spelling)").status == 404)
        }
    }

    @Test(arguments: SampleCall.all)
    func `tells where a session's page is, unless only its caller can know`(_ sample: SampleCall) async throws {
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let shown = try await get("sessions/1")
        guard ProviderFixture.named(sample.name)?.pageNeedsState != true else {
            #expect(shown.member("page_url")?.isNull == true)
            return
        }
        let url = try #require(shown.member("page_url")?.string)
        #expect(url.hasPrefix(gateway.links.publicURL + "/"))
        let page = try await gateway.send("GET", String(url.dropFirst(gateway.links.publicURL.count)))
        #expect(page.status == 200)
    }

    @Test func `lists newest first, in pages that arrivals do not move`() async throws {
        for _ in 0..<7 { _ = try await open() }
        var numbers: [Int64] = []
        var cursor = ""
        repeat {
            let page = try await get("sessions?limit=3" + cursor)
            numbers += try #require(page.member("data")).elements.compactMap {
                $0.member("number").flatMap { JSONNumber.int64($0.source) }
            }
            cursor = page.member("next_cursor")?.string.map { "&cursor=" + $0 } ?? ""
            _ = try await open()
        } while !cursor.isEmpty
        #expect(numbers == [7, 6, 5, 4, 3, 2, 1])
    }

    @Test(arguments: [
        ("", 3), ("provider=duro", 2), ("provider=dollr", 1), ("account=default", 3), ("account=1", 3),
        ("status=open", 2), ("status=cancelled", 1), ("mode=payment", 3), ("mode=setup", 0),
        ("customer=a%40b.example", 1), ("customer=A%40b.example", 0), ("metadata[order]=7", 1),
        ("metadata%5Border%5D=7&metadata[x]=y", 1), ("metadata[order]=8", 0), ("metadata[no]=7", 0),
        // Names are compared as bytes: an accent may be a character of its own, and may follow a bracket.
        ("metadata[%C3%A9]=1&metadata[e%CC%81]=2", 1), ("metadata[%C3%A9]=2", 0), ("metadata[%CC%81]=3", 1),
        ("created_from=2026-09-21T14:13:20Z", 3), ("created_from=2026-09-21T14:13:21Z", 2),
        ("created_to=2026-09-21T14:13:21Z", 1), ("created_to=2026-09-21T16:13:20.5%2B02:00", 1),
        ("created_from=2026-09-21T14:13:21Z&created_to=2026-09-21T14:13:22Z&provider=duro", 1), ("limit=1", 1),
    ])
    func `filters`(_ query: String, _ count: Int) async throws {
        let first = try await open()
        _ = try await post("sessions/\(first)/cancel")
        gateway.clock.advance(seconds: 1)
        let metadata = #"{"order":7,"x":"y","\u00e9":1,"e\u0301":2,"\u0301":3}"#
        _ = try await open(#"{"amount":1,"customerEmail":"a@b.example","metadata":\#(metadata)}"#)
        gateway.clock.advance(seconds: 1)
        _ = try await gateway.post(
            "/dollr/v1/sessions/checkout", [Conformance.dollr], #"{"source_id":1,"source_type":"ORDER"}"#)
        let list = try await get("sessions?" + query)
        #expect(list.status == 200)
        #expect(list.member("data")?.elements.reduce(0) { count, _ in count + 1 } == count, "\(list.text)")
    }

    @Test(arguments: [
        "provider=acme", "account=nobody", "account=2", "account=01", "account=", "status=paid", "mode=x", "limit=0",
        "limit=101", "limit=+5", "cursor=x", "created_from=now",
        "created_to=2026-02-30T00:00:00Z", "acme=1", "limit=1&limit=1", "metadata=x", "customer=%ff",
        "metadata[%FF]=b", "%FF=b", "metadata[%C3%A9]=1&metadata[%c3%a9]=1", "metadata%CC%81[a]=1",
    ])
    func `refuses a filter that it does not know`(_ query: String) async throws {
        let answer = try await get("sessions?" + query)
        #expect(answer.status == 400)
        #expect(answer.contentType == "application/problem+json")
    }

    @Test(arguments: [("complete", "completed"), ("expire", "expired"), ("cancel", "cancelled")])
    func `ends a session once`(_ action: String, _ status: String) async throws {
        let id = try await open()
        let ended = try await post("sessions/\(id)/\(action)")
        #expect(ended.status == 200)
        #expect(ended.member("status")?.string == status)
        #expect((ended.member("completed_at")?.isNull == false) == (status == "completed"))
        #expect((ended.member("cancelled_at")?.isNull == false) == (status == "cancelled"))
        for other in ["complete", "process", "fail", "expire", "cancel"] {
            #expect(try await post("sessions/\(id)/\(other)").status == 409)
        }
        #expect(try await kinds(id) == ["created"] + (action == "complete" ? ["payment_attempted"] : []) + [status])
        let read = try await gateway.send(
            "GET", "/duro/v1/checkout/sessions/\(Duro.id(of: try self.id(id)))", [Conformance.duro])
        #expect(read.member("status")?.string == status)
    }

    @Test(arguments: ["complete", "process", "fail"]) func `pays nothing of a live session`(_ action: String)
        async throws
    {
        let id = try id(try await open())
        var live = try #require(try gateway.store.reader.session(key: id.key))
        live.id = SessionID(key: id.key + 1, tail: 1)
        live.number += 1
        live.isLive = true
        _ = try gateway.store.writer.write([.create(live)]).get()
        let refused = try await post("sessions/\(live.number)/\(action)")
        #expect(refused.status == 403)
        #expect(refused.text.contains("paid by its customer alone"))
        #expect(try await kinds("\(live.number)") == ["created"])
    }

    private func id(_ text: String) throws -> SessionID {
        try #require(UUIDText.decode(Array(text.utf8)[...]).flatMap(SessionID.init(bits:)))
    }

    @Test func `tells a timeline without telling who buys`() async throws {
        let body = #"{"amount":5000,"customerEmail":"ada@example.com","metadata":{"name":"Ada","order":7}}"#
        let id = try await open(body)
        let created = try #require(
            try await get("sessions/\(id)/timeline").member("events")?.elements.first { _ in true })
        let request = created.member("detail")?.member("request")?.string
        #expect(request == #"{"amount":5000,"customerEmail":"a***@example.com","metadata":{"name":"***","order":7}}"#)
        #expect(try await get("sessions/\(id)").member("customer", "email")?.string == "ada@example.com")
    }

    @Test func `fails a payment without ending the session`() async throws {
        let id = try await open()
        #expect(try await post("sessions/\(id)/fail").member("status")?.string == "open")
        #expect(try await post("sessions/\(id)/complete").status == 200)
        #expect(
            try await kinds(id) == ["created", "payment_attempted", "payment_failed", "payment_attempted", "completed"])
    }

    @Test func `puts the clock forward, and time does its work`() async throws {
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
    func `refuses to set the clock to nothing`(_ body: String) async throws {
        let before = try await get("test/clock").text
        #expect(try await post("test/clock", body).status == 400)
        #expect(try await get("test/clock").text == before)
    }

    @Test(arguments: ["GET", "POST"]) func `has no clock outside of a sandbox`(_ method: String) async throws {
        let gateway = try InMemoryGateway(hasClock: false)
        let fields = [Conformance.admin, "Content-Type: application/json"]
        let body = method == "POST" ? Array(#"{"advance_seconds":1}"#.utf8) : nil
        #expect(try await gateway.send(method, "/gateway/v1/test/clock", fields, body: body).status == 403)
        #expect(gateway.sandboxClock.offsetMicroseconds == 0)
    }

    @Test func `advances by just as much while time goes on`() throws {
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

    @Test func `explains a request and stores nothing`() async throws {
        let accepted = try await post(
            "explain", #"{"provider":"duro","path":"/v1/checkout/sessions","body":{"amount":5e3,"currency":"usd"}}"#)
        #expect(accepted.status == 200)
        #expect(accepted.member("outcome")?.string == "accepted")
        #expect(accepted.member("draft", "amount").map { JSONNumber.int64($0.source) } == 5_000)
        #expect(accepted.member("draft", "currency")?.string == "USD")
        #expect(accepted.member("answer", "status").map { JSONNumber.int64($0.source) } == 201)
        #expect(accepted.member("answer", "body", "status")?.string == "pending")
        let refused = try await post(
            "explain",
            #"{"provider":"duro","path":"/duro/v1/checkout/sessions","headers":{"X-A":"b"},"body":{"amount":"1"}}"#)
        #expect(refused.member("outcome")?.string == "refused")
        #expect(refused.member("failure", "kind")?.string == "invalid")
        #expect(refused.member("failure", "why")?.string == "One rule is broken: see issues.")
        #expect(refused.member("answer", "status").map { JSONNumber.int64($0.source) } == 422)
        #expect(refused.member("answer", "body", "error", "code")?.string == "validation_error")
        #expect(try gateway.store.reader.greatestKeyAndNumber() == (0, 0))
    }

    @Test(arguments: SampleCall.all)
    func `explains with the answer that the request would get`(_ sample: SampleCall) async throws {
        let headers = sample.credential.map { #""\#($0.replacing(": ", with: #"":""#))""# }.joined(separator: ",")
        let request =
            #"{"provider":"\#(sample.name)","path":"\#(sample.path)","headers":{\#(headers)},"body":\#(sample.body)}"#
        let explained = try await post("explain", request)
        #expect(explained.member("outcome")?.string == "accepted", "\(explained.text)")
        let answer = try await gateway.post(sample.path, sample.credential, sample.body)
        let status = explained.member("answer", "status").map { JSONNumber.int64($0.source) }
        #expect(status == Int64(answer.status))
        let shown = try #require(explained.member("answer", "body"))
        let text = String(decoding: shown.source, as: UTF8.self)
        #expect(
            JSONDocument(utf8: Array(shown.source)).nodes.map(\.kind)
                == JSONDocument(utf8: answer.body).nodes.map(\.kind),
            "\(text)")
        // The answer shows no real session: neither the page nor the id exists.
        if let start = text.firstRange(of: "https://pay.example/checkout")?.upperBound {
            let rest = text[start...].prefix { $0 != "\"" }
            #expect([403, 404].contains(try await gateway.send("GET", "/checkout\(rest)").status), "\(rest)")
        } else {
            #expect(!answer.text.contains("https://pay.example/checkout"))
        }
        #expect(try gateway.store.reader.greatestKeyAndNumber().number == 1)
    }

    @Test(arguments: [
        (#"{"provider":"duro","path":"/nowhere","body":{}}"#, "unknownRoute"),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","method":"PUT"}"#, "methodNotAllowed"),
        (
            #"{"provider":"duro","path":"/v1/checkout/sessions","body":"{","headers":{"content-type":"application/json"}}"#,
            "malformedBody"
        ),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","body":"{}"}"#, "unsupportedMediaType"),
        (
            #"{"provider":"duro","path":"/v1/checkout/sessions","headers":{"Authorization":"Bearer x"},"body":{}}"#,
            "unauthenticated"
        ),
        // Meteroid does not tell unknown callers which paths exist; a request without a credential counts as a known
        // caller's.
        (#"{"provider":"meteroid","path":"/api/nowhere","headers":{"Authorization":"Bearer x"}}"#, "unauthenticated"),
        (#"{"provider":"meteroid","path":"/api/nowhere"}"#, "unknownRoute"),
        (#"{"provider":"duro","path":"/v1/checkout/sessions","body":{"planId":"x"}}"#, "unknownReference"),
        (#"{"provider":"dollr","path":"/v1/sessions/checkout","body":{"source_id":"x"}}"#, "invalid"),
        (#"{"provider":"meteroid","path":"/api/v1/checkout-sessions","method":"GET"}"#, "unknownRoute"),
        (
            #"{"provider":"billing","path":"/api/v1/billing/checkout","body":{},"headers":{"Idempotency-Key":"a b"}}"#,
            "invalidIdempotencyKey"
        ),
    ])
    func `names what would refuse a request`(_ body: String, _ kind: String) async throws {
        let answer = try await post("explain", body)
        #expect(answer.status == 200)
        #expect(answer.member("failure", "kind")?.string == kind, "\(answer.text)")
        #expect(answer.member("failure", "why")?.string?.hasSuffix(".") == true, "\(answer.text)")
        #expect(answer.member("answer", "body")?.kind == .object)
    }

    @Test(arguments: [
        (#""""#, "The body is empty, and has to be JSON."),
        (#""{""#, "The body is not JSON: a member's name in double quotes is missing at byte 1."),
        (#""[1 2]""#, "The body is not JSON: an array goes on without a comma, or does not end, at byte 3."),
        (#""{\"a\":\"""#, "The body is not JSON: a string begins that has no end at byte 5."),
    ])
    func `tells why a body is no JSON`(_ body: String, _ why: String) async throws {
        let headers = #"{"content-type":"application/json"}"#
        let answer = try await post(
            "explain",
            #"{"provider":"duro","path":"/v1/checkout/sessions","headers":\#(headers),"body":\#(body)}"#)
        #expect(answer.member("failure", "why")?.string == why, "\(answer.text)")
    }

    @Test(arguments: [
        #"{}"#, #"{"provider":"acme","path":"/"}"#, #"{"provider":"duro"}"#, #"{"provider":"duro","path":"v1"}"#,
        #"{"provider":"duro","path":"/a b"}"#, #"{"provider":"duro","path":"/","method":"A B"}"#,
        #"{"provider":"duro","path":"/","headers":{"a":"b\r\nc: d"}}"#, #"{"provider":"duro","path":"/","headers":[]}"#,
        #"{"provider":"duro","path":"/","headers":{"a\r\n\r\n":"b"}}"#, #"{"provider":"duro","path":"/","x":1}"#,
    ])
    func `explains nothing that is no request`(_ body: String) async throws {
        #expect(try await post("explain", body).status == 400, "\(body)")
    }
}
