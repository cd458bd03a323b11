import Checkout
import Testing
import Wire

@testable import Gateway
@testable import SQLiteStorage

/// Create calls that are repeated under their key.
@Suite struct `An idempotency key` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    /// A create call of a provider: its path, its credential, two bodies with the same meaning and one with another.
    struct Create: Sendable, CustomTestStringConvertible {
        let path: String
        let fields: [String]
        let body: String
        let equal: String
        let other: String
        let conflict: Int

        var testDescription: String { path }
    }

    static let creates = [
        Create(
            path: "/dollr/v1/sessions/checkout", fields: [Conformance.dollr],
            body: #"{"source_id":12,"source_type":"ORDER"}"#, equal: #"{ "source_type":"ORDER", "source_id":12.0 }"#,
            other: #"{"source_id":13,"source_type":"ORDER"}"#, conflict: 422),
        Create(
            path: "/duro/v1/checkout/sessions", fields: [Conformance.duro],
            body: #"{"amount":5000,"metadata":{"a":1}}"#,
            equal: #"{"metadata":{"\u0061":1.0},"amount":5e3}"#, other: #"{"amount":5000,"metadata":{"a":2}}"#,
            conflict: 409),
        Create(
            path: "/meteroid/api/v1/checkout-sessions", fields: [Conformance.meteroid],
            body: #"{"customer_id":"acme-corp","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#,
            equal: #"{"plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ","customer_id":"acme-corp"}"#,
            other: #"{"customer_id":"cus_6M5HzU3hkTfuba2Spep0iy","plan_version_id":"plv_6M5HzU3hkfL5EqVZ0XAXvQ"}"#,
            conflict: 409),
        Create(
            path: "/billing/api/v1/billing/checkout", fields: [Conformance.billing],
            body: #"{"success_url":"https://a.example","cancel_url":"https://b.example"}"#,
            equal: #"{"cancel_url":"https://b.example","success_url":"https:\/\/a.example"}"#,
            other: #"{"success_url":"https://a.example"}"#, conflict: 422),
        Create(
            path: "/userdocks/api/v1/checkout-sessions", fields: [Conformance.userdocks],
            body: Conformance.userdocksBody,
            equal: Conformance.userdocksBody.replacing(#""quantity":1"#, with: #""quantity": 1 "#),
            other: Conformance.userdocksBody.replacing(#""quantity":1"#, with: #""quantity":2"#), conflict: 400),
    ]

    @Test(arguments: creates) func `makes one session from many equal calls`(_ create: Create) async throws {
        let fields = create.fields + ["Idempotency-Key: order-7"]
        let first = try await gateway.post(create.path, fields, create.body)
        #expect((200...201).contains(first.status))
        #expect(first.field("Idempotency-Replayed") == nil)
        gateway.clock.advance(seconds: 5)
        let again = try await gateway.post(create.path, fields, create.equal)
        #expect(again.status == first.status)
        #expect(again.text == first.text)
        #expect(again.contentType == first.contentType)
        #expect(again.field("Idempotency-Replayed") == "true")
        let ids = try (#require(first.field("X-Request-Id")), #require(again.field("X-Request-Id")))
        #expect(ids.0 != ids.1)
        let refused = try await gateway.post(create.path, fields, create.other)
        #expect(refused.status == create.conflict)
        let session = try #require(try gateway.store.reader.session(number: 1))
        #expect(try gateway.store.reader.session(number: 2) == nil)
        let events = try #require(try gateway.store.reader.events(of: session.id))
        #expect(events.map(\.event.kind) == [.created, .replayed])
    }

    @Test func `is valid for one path of a route with parameters`() async throws {
        let fields = [Conformance.dollr, "Idempotency-Key: order-7"]
        let body = #"{"source_id":12,"source_type":"ORDER"}"#
        #expect(try await gateway.post("/v1/sessions/checkout", fields, body).status == 200)
        let other = try await gateway.post("/v2/sessions/checkout", fields, body)
        #expect(other.status == 422)
        #expect(other.field("Idempotency-Replayed") == nil)
        let again = try await gateway.post("/dollr/v1/sessions/checkout", fields, body)
        #expect(again.field("Idempotency-Replayed") == "true")
    }

    @Test func `is answered as before while the queue of writes is full`() async throws {
        let gateway = try InMemoryGateway(flags: ["pending_writes_max": "1"])
        let (path, fields) = ("/v1/checkout/sessions", [Conformance.duro, "Idempotency-Key: order-7"])
        let first = try await gateway.post(path, fields, #"{"amount":1}"#)
        gateway.holdAnswers()
        async let second = gateway.post(path, [Conformance.duro], #"{"amount":2}"#)
        try await eventually { try gateway.store.reader.session(number: 2) != nil }
        // Of two more creates, one waits for its commit, and the other finds the queue full.
        try await withThrowingTaskGroup(of: Int.self) { group in
            for amount in 3...4 {
                group.addTask { try await gateway.post(path, [Conformance.duro], "{\"amount\":\(amount)}").status }
            }
            #expect(try await group.next() == 503)
            let again = try await gateway.post(path, fields, #"{"amount":1}"#)
            #expect(again.status == 201)
            #expect(again.text == first.text)
            #expect(again.field("Idempotency-Replayed") == "true")
            #expect(try await gateway.post(path, fields, #"{"amount":2}"#).status == 409)
            gateway.releaseAnswers()
            #expect(try await group.next() == 201)
        }
        _ = try await second
    }

    @Test(arguments: creates) func `is answered as before when the store has stopped`(_ create: Create) async throws {
        let fields = create.fields + ["Idempotency-Key: order-7"]
        let first = try await gateway.post(create.path, fields, create.body)
        try await stop()
        let again = try await gateway.post(create.path, fields, create.body)
        #expect(again.status == first.status)
        #expect(again.text == first.text)
        #expect(again.field("Idempotency-Replayed") == "true")
        #expect(try await gateway.post(create.path, create.fields, create.body).status == 503)
        #expect(try gateway.stored { try $0.session(number: 1) } != nil)
    }

    /// Makes the writer find an impossible row, after which it stops writing.
    private func stop() async throws {
        _ = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":1}"#)
        let damaged = try #require(try gateway.store.reader.session(number: 2))
        try gateway.store.writer.execute("UPDATE sessions SET status = 99 WHERE key = \(damaged.id.key)")
        let write = Write.note(damaged.id, .opened, at: gateway.clock.now, by: .customer)
        #expect(throws: StoreFailure.stopped) { try gateway.store.writer.write([write]).get() }
        #expect(!gateway.store.isWritable)
    }

    @Test(arguments: creates) func `is not kept for a refusal`(_ create: Create) async throws {
        let fields = ["Idempotency-Key: order-7"]
        #expect(try await gateway.post(create.path, fields, create.body).status == 401)
        #expect((400...422).contains(try await gateway.post(create.path, create.fields + fields, "[]").status))
        #expect((200...201).contains(try await gateway.post(create.path, create.fields + fields, create.body).status))
    }

    @Test(arguments: creates) func `has to be well formed`(_ create: Create) async throws {
        let invalid = [
            [""], ["a b"], [#""abc"#], [#""a"b""#], [#""""#], ["\u{e9}"], [#""a\b""#], ["a", "a"],
            [String(repeating: "x", count: 256)],
        ]
        for keys in invalid {
            let fields = create.fields + keys.map { "Idempotency-Key: \($0)" }
            let answer = try await gateway.post(create.path, fields, create.body)
            #expect(answer.status == 400, "\(keys): \(answer.text)")
            #expect(answer.contentType == "application/json")
        }
        let long = create.fields + ["Idempotency-Key: " + String(repeating: "x", count: 255)]
        #expect((200...201).contains(try await gateway.post(create.path, long, create.body).status))
    }

    @Test(arguments: [
        (#""order 123""#, "order 123"), (#"" ""#, " "), (#""a";p=1"#, "a"), (#""a";p"#, "a"), (#""a"; p; q=?0"#, "a"),
        (#""a";p="x;\"y";*q=-1.250;r=:aGk=:;s=a/b:c;t-1._*=?1"#, "a"), (#""a;p=1""#, "a;p=1"), ("a;p=1", "a;p=1"),
        (#""\\\"""#, #"\""#),
    ])
    func `is a string of RFC 8941 with any parameters, or bare`(_ value: String, _ key: String) {
        #expect(IdempotencyKey(Array(value.utf8)[...])?.bytes == Array(key.utf8))
    }

    @Test(arguments: [
        #""a" ;p=1"#, #""a";"#, #""a";P=1"#, #""a";1"#, #""a";p="#, #""a";p=1.2345"#, #""a";p=1."#,
        #""a";p=1234567890123456"#, #""a";p=?2"#, #""a";p=:a"#, #""a";p=:a b:"#, #""a";p="x"#, #""a";p= 1"#,
        #""a";p=-"#,
        #""a";p=(1)"#, #""a", "b""#, #""a"b"#, "\"a\tb\"", "\"\u{7f}\"", "'a b'", "\u{7f}", "\"\"", "\"", "",
    ])
    func `is refused if RFC 8941 refuses it`(_ value: String) {
        #expect(IdempotencyKey(Array(value.utf8)[...]) == nil)
    }

    @Test func `is the same with and without quotes`() async throws {
        let path = "/v1/checkout/sessions"
        let bare = try await gateway.post(path, [Conformance.duro, #"Idempotency-Key: a"b\c"#], #"{"amount":1}"#)
        let quoted = try await gateway.post(path, [Conformance.duro, #"Idempotency-Key: "a\"b\\c""#], #"{"amount":1}"#)
        #expect(quoted.text == bare.text)
        #expect(quoted.field("Idempotency-Replayed") == "true")
    }

    @Test func `is valid for one provider and its route, by each of its paths`() async throws {
        let key = "Idempotency-Key: k"
        let bare = try await gateway.post("/v1/checkout/sessions", [Conformance.duro, key], #"{"amount":1}"#)
        let prefixed = try await gateway.post("/duro/v1/checkout/sessions", [Conformance.duro, key], #"{"amount":1}"#)
        #expect(prefixed.text == bare.text)
        let other = try await gateway.post(
            "/dollr/v1/sessions/checkout", [Conformance.dollr, key], #"{"source_id":1,"source_type":"ORDER"}"#)
        #expect(other.status == 200)
        #expect(other.field("Idempotency-Replayed") == nil)
    }

    @Test func `is valid for a day`() async throws {
        let fields = [Conformance.duro, "Idempotency-Key: k"]
        let first = try await gateway.post("/v1/checkout/sessions", fields, #"{"amount":1}"#)
        gateway.clock.advance(seconds: 24 * 3_600 - 1)
        let replayed = try await gateway.post("/v1/checkout/sessions", fields, #"{"amount":1}"#)
        #expect(replayed.text == first.text)
        gateway.clock.advance(seconds: 1)
        let second = try await gateway.post("/v1/checkout/sessions", fields, #"{"amount":2}"#)
        #expect(second.status == 201)
        #expect(second.text != first.text)
    }

    @Test func `is decided even within one batch`() throws {
        let stage = StoreStage(gateway)
        let sessions = (0..<3).map { _ in stage.session() }
        let writes = zip(sessions, [1, 1, 2] as [UInt8]).map { session, meaning in
            let answer = KeptAnswer(status: 201, contentType: nil, body: [UInt8(session.number)])
            return Write.createOnce(
                session,
                IdempotencyClaim(
                    digest: SHA256.digest([9]), fingerprint: SHA256.digest([meaning]), answer: answer,
                    madeAt: gateway.clock.now))
        }
        let results = try gateway.store.writer.write(writes).get().map { try $0.get() }
        guard case .done = results[0], case .replayed(let answer) = results[1], case .keyConflict = results[2] else {
            throw StoreStage.Unexpected()
        }
        #expect(answer.body == [1])
        #expect(try sessions.map { try gateway.store.reader.session(key: $0.id.key) != nil } == [true, false, false])
    }

    @Test func `that is in flight is refused with Retry-After`() throws {
        let keys = KeysInFlight()
        let idempotency = Idempotency(keys)
        let keyed = Idempotency.KeyedCall(digest: SHA256.digest([1]), fingerprint: SHA256.digest([2]))
        try idempotency.reserve(keyed)
        #expect(throws: Failure.self) { try idempotency.reserve(keyed) }
        keys.release(keyed.digest)
        try idempotency.reserve(keyed)
    }

    @Test(arguments: [
        ("1", "1.0"), ("1", "10e-1"), ("100", "1e2"), ("1.50", "15E-1"), ("0", "-0.0e9"), ("-2", "-0.2e+1"),
        ("[1,{}]", " [ 1.0 , { } ] "), (#"{"a":1,"b":[true,null]}"#, #"{"b":[true,null],"a":1}"#),
        (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#""\u00e9""#, "\"\u{e9}\""),
    ])
    func `sees one meaning in two spellings`(_ left: String, _ right: String) {
        #expect(Self.fingerprint(left) == Self.fingerprint(right))
    }

    @Test(arguments: [
        ("1", "2"), ("1", "-1"), ("1", "10"), ("0.1", "0.01"), ("1", #""1""#), ("null", "false"), ("[]", "{}"),
        ("[1,2]", "[2,1]"), ("[[1],2]", "[[1,2]]"), (#"["a","b"]"#, #"["ab"]"#), (#"{"a":"b"}"#, #"["a","b"]"#),
        (#"{"a":{"b":1}}"#, #"{"a":1,"b":1}"#), ("\"\u{e9}\"", "\"e\u{301}\""),
    ])
    func `sees two meanings`(_ left: String, _ right: String) {
        #expect(Self.fingerprint(left) != Self.fingerprint(right))
    }

    @Test func `accepts the deepest and the largest body`() {
        let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        let document = JSONDocument(Array(deep.utf8), grammar: .python)
        #expect(document.fault == nil)
        #expect(BodyFingerprint.digest(of: nil) != BodyFingerprint.digest(of: document))
    }

    private static func fingerprint(_ text: String) -> Digest {
        BodyFingerprint.digest(of: JSONDocument(utf8: Array(text.utf8)))
    }
}
