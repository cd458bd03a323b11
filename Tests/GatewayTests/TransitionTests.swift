import Checkout
import SQLiteStorage
import Testing
import Wire

/// Changes of a session by the gateway's own API, for a test.
@Suite struct `A test that plays a customer` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    private func open(_ gateway: InMemoryGateway) async throws {
        #expect(try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#).status == 201)
    }

    /// Calls the API with a body of any media type, as curl sends it.
    private func act(
        _ action: String, _ body: String = "", type: String = "application/x-www-form-urlencoded",
        on other: InMemoryGateway? = nil
    ) async throws -> Response {
        try await (other ?? gateway).send(
            "POST", "/gateway/v1/sessions/1/\(action)", [Conformance.admin, "Content-Type: \(type)"],
            body: Array(body.utf8))
    }

    private func events(_ gateway: InMemoryGateway) async throws -> [JSON] {
        let timeline = try await gateway.send("GET", "/gateway/v1/sessions/1/timeline", [Conformance.admin])
        return try #require(timeline.member("events")).elements.map { $0 }
    }

    @Test(arguments: [
        ("", "card_declined"), ("{}", "card_declined"), (#"{"reason":"card_declined"}"#, "card_declined"),
        (#"{"reason":"insufficient_funds"}"#, "insufficient_funds"),
        (#"{"reason":"authentication_failed"}"#, "authentication_failed"),
        (#"{"reason":"unknown_test_card"}"#, "unknown_test_card"),
    ])
    func `fails a payment for the reason that it names`(_ body: String, _ reason: String) async throws {
        for type in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
            try await open(gateway)
            #expect(try await act("fail", body, type: type).status == 200)
            let last = try #require(try await events(gateway).last)
            #expect(last.member("kind")?.string == "payment_failed")
            #expect(last.member("detail")?.member("reason")?.string == reason)
        }
    }

    @Test(arguments: ["complete", "process", "fail", "expire", "cancel"])
    func `gets an error for a body that is not understood, and nothing is done`(_ action: String) async throws {
        try await open(gateway)
        let faults: [(String, String)] = [
            ("x", "not JSON"), ("{", "not JSON"), ("{}x", "not JSON"), (" ", "not JSON"), ("[]", "one JSON object"),
            ("null", "one JSON object"), (#""card_declined""#, "one JSON object"), (#"{"x":1}"#, #""x""#),
            (#"{"reason":7}"#, "reason"), (#"{"reason":null}"#, "reason"),
            (#"{"reason":"too_many_payments"}"#, "reason"),
            (#"{"Reason":"card_declined"}"#, #""Reason""#),
            (#"{"reason":"card_declined","reason":"card_declined"}"#, "reason"),
            (#"{"reason":"no"}"#, action == "fail" ? "insufficient_funds" : #""reason""#),
            ("reason=card_declined", "not JSON"),
        ]
        for (body, word) in faults {
            let answer = try await act(action, body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.contentType == "application/problem+json")
            #expect(answer.member("detail")?.string?.contains(word) == true, "\(body): \(answer.text)")
        }
        #expect(try await events(gateway).count == 1)
        #expect(try await act(action, "{}").status == 200)
    }

    @Test(arguments: [
        ("complete", "completed"), ("fail", "processing"), ("process", "processing"), ("cancel", "cancelled"),
    ])
    func `goes on with a session that waits for its bank`(_ action: String, _ status: String) async throws {
        try await open(gateway)
        #expect(try await act("process").member("status")?.string == "processing")
        #expect(try await act(action).member("status")?.string == status)
        let kinds = try await events(gateway).compactMap { $0.member("kind")?.string }
        #expect(Array(kinds.prefix(3)) == ["created", "payment_attempted", "processing"])
        #expect(try await act("process").status == (status == "processing" ? 200 : 409))
    }

    @Test func `lets the page confirm a payment that it started`() async throws {
        try await open(gateway)
        #expect(try await act("process").status == 200)
        let token = gateway.links.token(for: try #require(try gateway.store.reader.session(number: 1))).text
        let form = ["Content-Type: application/x-www-form-urlencoded"]
        let answer = try await gateway.send("POST", "/checkout/" + token, form, body: Array("action=confirm".utf8))
        #expect(answer.status == 303)
        #expect(try gateway.store.reader.session(number: 1)?.status == .completed)
    }

    @Test(arguments: ["complete", "process", "fail", "expire", "cancel"], [true, false])
    func `is the sandbox in a sandbox, and an administrator elsewhere`(_ action: String, _ isSandbox: Bool) async throws
    {
        let gateway = try InMemoryGateway(hasClock: isSandbox)
        try await open(gateway)
        #expect(try await act(action, on: gateway).status == 200)
        let actors = try await events(gateway).dropFirst().compactMap { $0.member("actor")?.string }
        #expect(!actors.isEmpty)
        #expect(Set(actors) == [isSandbox ? "sandbox" : "admin"])
    }
}
