import Server
import Testing
import Wire

@Suite struct `Limit of a credential` {
    private static let flags = ["rate_limit_per_second": "2", "rate_limit_burst": "3"]

    @Test(arguments: SampleCall.all)
    func `is in each answer, and in the provider's shape when it is reached`(_ sample: SampleCall)
        async throws
    {
        let gateway = try InMemoryGateway(flags: Self.flags)
        for remaining in [2, 1, 0] {
            let answer = try await gateway.post(sample.path, sample.credential, sample.body)
            #expect((200...201).contains(answer.status))
            #expect(answer.field("RateLimit-Policy") == #""credential";q=3;w=2"#)
            #expect(answer.field("RateLimit") == #""credential";r=\#(remaining);t=1"#)
            #expect(answer.field("Retry-After") == nil)
        }
        let refused = try await gateway.post(sample.path, sample.credential, sample.body)
        #expect(refused.status == 429)
        #expect(refused.text == sample.refusal)
        #expect(refused.contentType == "application/json")
        #expect(refused.field("Retry-After") == "1")
        #expect(refused.field("RateLimit-Policy") == #""credential";q=3;w=2"#)
        #expect(refused.field("RateLimit") == #""credential";r=0;t=1"#)
        gateway.clock.advance(seconds: 1)
        for status in [true, true, false] {
            let answer = try await gateway.post(sample.path, sample.credential, sample.body)
            #expect((answer.status < 300) == status)
        }
    }

    @Test func `counts only that credential, from every address`() async throws {
        let gateway = try InMemoryGateway(flags: Self.flags)
        let elsewhere = PeerAddress(ipv4: 203, 0, 113, 9, port: 1)
        for _ in 0..<3 { _ = try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro]) }
        let other = try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro], from: elsewhere)
        #expect(other.status == 429)
        #expect(try await gateway.post("/v1/sessions/checkout", [Conformance.dollr], "{}").status == 422)
    }

    @Test func `counts unknown paths if a provider identifies callers first`() async throws {
        let gateway = try InMemoryGateway(flags: Self.flags)
        for _ in 0..<3 {
            #expect(try await gateway.send("GET", "/meteroid/api/nowhere", [Conformance.meteroid]).status == 404)
        }
        #expect(try await gateway.send("GET", "/meteroid/api/nowhere", [Conformance.meteroid]).status == 429)
    }

    @Test func `is off unless it is set`() async throws {
        let gateway = try InMemoryGateway()
        for _ in 0..<100 {
            let answer = try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro])
            #expect(answer.status == 404)
            #expect(answer.field("RateLimit") == nil)
            #expect(answer.field("RateLimit-Policy") == nil)
        }
    }
}

@Suite struct `Limit of failed authentication` {
    private static let flags = ["auth_failures_per_minute": "10", "auth_failures_burst": "3"]

    @Test(arguments: SampleCall.all)
    func `is answered before the credential is checked, in the provider's shape`(_ sample: SampleCall)
        async throws
    {
        let gateway = try InMemoryGateway(flags: Self.flags)
        for _ in 0..<3 {
            let answer = try await gateway.post(sample.path, sample.guess, sample.body)
            #expect(answer.status == 401)
            #expect(answer.field("RateLimit") == nil)
        }
        // Also with the right credential: otherwise the answer would tell that the guess was right.
        for fields in [sample.guess, sample.credential, []] {
            let refused = try await gateway.post(sample.path, fields, sample.body)
            #expect(refused.status == 429)
            #expect(refused.text == sample.refusal.replacing("3 per 2 second", with: "3 per 18 second"))
            #expect(refused.field("Retry-After") == "6")
            #expect(refused.field("RateLimit-Policy") == #""authentication";q=3;w=18"#)
            #expect(refused.field("RateLimit") == #""authentication";r=0;t=6"#)
        }
        gateway.clock.advance(seconds: 5)
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status == 429)
        gateway.clock.advance(seconds: 1)
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        #expect(try await gateway.post(sample.path, sample.guess, sample.body).status == 401)
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status == 429)
    }

    @Test func `counts one address, or one IPv6 network`() async throws {
        let gateway = try InMemoryGateway(flags: Self.flags)
        func status(_ field: String, _ address: String) async throws -> Int {
            let peer = try #require(PeerAddress(Array(address.utf8)[...], port: 7))
            return try await gateway.send("GET", "/v1/checkout/sessions/x", [field], from: peer).status
        }
        for address in ["203.0.113.9", "2001:db8::1"] {
            for _ in 0..<3 { #expect(try await status("Authorization: Bearer guess", address) == 401) }
            #expect(try await status(Conformance.duro, address) == 429)
        }
        #expect(try await status(Conformance.duro, "203.0.113.10") == 404)
        #expect(try await status(Conformance.duro, "2001:db8::ffff:2") == 429)
        #expect(try await status(Conformance.duro, "2001:db8:0:1::1") == 404)
        #expect(
            try await gateway.send("GET", "/healthz", from: PeerAddress(ipv4: 203, 0, 113, 9, port: 1)).status == 200)
    }

    @Test func `does not count a missing credential, or the right one`() async throws {
        let gateway = try InMemoryGateway(flags: Self.flags)
        for _ in 0..<10 {
            #expect(try await gateway.send("GET", "/v1/checkout/sessions/x").status == 401)
            #expect(try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro]).status == 404)
        }
    }

    @Test(arguments: [
        ("POST", "/api/v1/checkout-sessions", []), ("DELETE", "/api/v1/checkout-sessions", []),
        ("DELETE", "/api/v1/checkout-sessions", ["X-API-KEY: x"]), ("GET", "/meteroid/api/nowhere", []),
        ("POST", "/api/v1/checkout-sessions", ["Content-Length: 9999999"]), ("GET", "/gateway/v1/sessions", []),
    ])
    func `counts in every place where a credential is checked`(_ method: String, _ path: String, _ fields: [String])
        async throws
    {
        let gateway = try InMemoryGateway(flags: Self.flags)
        let guess = "Authorization: Bearer pv_sand_guess/2vIOgNg2ElyLMxWAPn6Xz"
        for _ in 0..<3 {
            #expect(try await gateway.send(method, path, [guess] + fields).status != 429)
        }
        #expect(try await gateway.send("GET", "/v1/checkout/sessions/x", [Conformance.duro]).status == 429)
    }

    @Test func `checks no credential of an address over the limit, for any request`() async throws {
        let gateway = try InMemoryGateway(flags: Self.flags)
        for _ in 0..<3 {
            _ = try await gateway.send("GET", "/v1/checkout/sessions/x", ["Authorization: Bearer guess"])
        }
        // The answer has the same shape for known and unknown credentials.
        for (method, path) in [
            ("POST", "/api/v1/checkout-sessions"), ("DELETE", "/api/v1/checkout-sessions"),
            ("GET", "/meteroid/api/nowhere"), ("POST", "/userdocks/x"), ("POST", "/dollr/v1/sessions/checkout/"),
            ("GET", "/gateway/v1/sessions"),
        ] {
            let known = try await gateway.send(method, path, [Conformance.userdocks], body: [])
            let unknown = try await gateway.send(method, path, ["Authorization: Bearer other"], body: [])
            #expect(known.status == 429)
            #expect(known.body == unknown.body)
        }
        let tooLarge = ["Content-Length: 9999999"]
        let known = try await gateway.send("POST", "/api/v1/checkout-sessions", [Conformance.userdocks] + tooLarge)
        let unknown = try await gateway.send(
            "POST", "/api/v1/checkout-sessions", ["Authorization: Bearer x"] + tooLarge)
        #expect(known.status == 413)
        #expect(known.body == unknown.body)
    }

    @Test func `does not count when it is off`() async throws {
        let gateway = try InMemoryGateway()
        for _ in 0..<300 {
            let answer = try await gateway.send(
                "GET", "/v1/checkout/sessions/x", ["Authorization: Bearer guess"])
            #expect(answer.status == 401)
        }
    }
}
