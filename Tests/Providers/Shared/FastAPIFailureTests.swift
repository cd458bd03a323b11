import Checkout
import Testing
import Wire

@testable import Providers

@Suite struct `FastAPI failure` {
    private static let phrases: [(Failure, Int, String)] = [
        (.unsupportedMediaType, 415, "Unsupported Media Type"), (.unsupportedEncoding, 415, "Unsupported Media Type"),
        (.unauthenticated(.missing), 401, "Not authenticated"),
        (.unauthenticated(.malformed), 401, "Could not validate credentials"),
        (.unauthenticated(.unknown), 401, "Could not validate credentials"),
        (.unauthenticated(.mismatched), 401, "Could not validate credentials"), (.forbidden, 403, "Forbidden"),
        (.unknownReference(kind: "a.b", reference: "c"), 404, "Not Found"), (.unknownSession, 404, "Not Found"),
        (.unknownRoute, 404, "Not Found"), (.methodNotAllowed([.post]), 405, "Method Not Allowed"),
        (.wrongStatus(.expired), 409, "The session's status does not allow this"),
        (.invalidIdempotencyKey, 400, "Idempotency-Key must be 1 to 255 visible ASCII characters"),
        (
            .idempotencyInFlight(retryAfterSeconds: 1), 409,
            "The first request with this Idempotency-Key is still being answered"
        ),
        (.unavailable(retryAfterSeconds: 3), 503, "Service Unavailable"),
        (.transport(.bodyTooLarge), 413, ProtocolError.bodyTooLarge.reason),
        (.transport(.headTooLarge), 431, ProtocolError.headTooLarge.reason),
        (.transport(.headTimeout), 408, ProtocolError.headTimeout.reason),
        (.internalError, 500, "Internal Server Error"),
    ]

    @Test(arguments: [Dollr() as any Provider, Billing()])
    func `has FastAPI's status and detail`(_ provider: any Provider) {
        for (failure, status, text) in Self.phrases {
            let response = provider.render(failure)
            #expect(response.status == status)
            #expect(response.contentType == "application/json")
            #expect(response.body == JSONWriter.object { $0.member("detail", text) })
        }
    }

    @Test(arguments: [Dollr() as any Provider, Billing()])
    func `has the fields that go with its status`(_ provider: any Provider) {
        func fields(_ failure: Failure) -> [String] {
            provider.render(failure).fields.map { "\($0.name): \($0.value)" }
        }
        #expect(fields(.unauthenticated(.missing)) == ["WWW-Authenticate: Bearer"])
        #expect(fields(.unauthenticated(.unknown)) == ["WWW-Authenticate: Bearer"])
        #expect(fields(.methodNotAllowed([.post])) == ["Allow: POST"])
        #expect(fields(.methodNotAllowed([.get, .post])) == ["Allow: GET, POST"])
        #expect(fields(.rateLimited(ProviderStage.quota, retryAfterSeconds: 12)) == ["Retry-After: 12"])
        #expect(fields(.unavailable(retryAfterSeconds: 3)) == ["Retry-After: 3"])
        #expect(fields(.unknownRoute) == [])
    }

    @Test(arguments: [Dollr() as any Provider, Billing()])
    func `redirects with a location and nothing else`(_ provider: any Provider) {
        let response = provider.render(.trailingSlash(location: "http://a.test/b?c"))
        let expected = Response(status: 307, fields: [HeaderField(name: "Location", value: "http://a.test/b?c")])
        #expect(response == expected)
    }

    @Test func `is worded by each provider where they differ`() {
        func text(_ provider: any Provider, _ failure: Failure) -> String {
            String(decoding: provider.render(failure).body, as: UTF8.self)
        }
        #expect(
            text(Dollr(), .rateLimited(ProviderStage.quota, retryAfterSeconds: 9)) == #"{"detail":"Too Many Requests"}"#
        )
        #expect(text(Dollr(), .notConfigured) == #"{"detail":"Service is not configured"}"#)
        #expect(
            text(Billing(), .rateLimited(ProviderStage.quota, retryAfterSeconds: 9))
                == #"{"error":"Rate limit exceeded: 5 per 1 minute"}"#)
        #expect(text(Billing(), .notConfigured) == #"{"detail":"Billing is not configured"}"#)
        for provider in [Dollr() as any Provider, Billing()] {
            #expect(provider.render(.rateLimited(ProviderStage.quota, retryAfterSeconds: 9)).status == 429)
            #expect(provider.render(.notConfigured).status == 503)
        }
    }

    @Test func `lists issues with FastAPI's members in its order`() throws {
        let document = JSONDocument(Array(#"{"a":[1.50],"_sa":2}"#.utf8), grammar: .python)
        let issues = [
            Issue(.choice(["v1"]), at: [.member("path"), .member("version")], input: nil, offset: 0),
            Issue(.missing, at: [.member("body"), .member("b")], input: document.root, offset: 0),
            Issue(PydanticRule.intParsingSize.rule, at: [.member("body"), .element(3)], input: nil, offset: 0),
        ]
        let response = Dollr().render(.invalid(issues))
        let expected =
            #"{"detail":["#
            + #"{"type":"literal_error","loc":["path","version"],"msg":"Input should be 'v1'","input":null,"#
            + #""ctx":{"expected":"'v1'"}},"#
            + #"{"type":"missing","loc":["body","b"],"msg":"Field required","input":{"a":[1.5]}},"#
            + #"{"type":"int_parsing_size","loc":["body",3],"#
            + #""msg":"Unable to parse input string as an integer, exceeded maximum size","input":null}]}"#
        #expect(response.status == 422)
        #expect(response.contentType == "application/json")
        #expect(String(decoding: response.body, as: UTF8.self) == expected)
        #expect(Billing().render(.invalid(issues)) == response)
    }

    /// Every kind has a message, a status of its class and a body in the provider's shape.
    @Test(arguments: Failure.Kind.allCases)
    func `of every kind is worded`(_ kind: Failure.Kind) throws {
        let issue = Issue(.missing, at: [.member("body")], input: nil, offset: 0)
        let broken = JSONDocument(Array("{".utf8), grammar: .python)
        let others: [Failure] = [
            .malformedBody(broken), .invalid([issue]), .rateLimited(ProviderStage.quota, retryAfterSeconds: 1),
            .notConfigured,
            .trailingSlash(location: "/"), .idempotencyConflict,
        ]
        let failure = try #require((Self.phrases.map(\.0) + others).first { $0.kind == kind })
        for provider in [Dollr() as any Provider, Billing()] {
            let response = provider.render(failure)
            #expect((300..<600).contains(response.status))
            #expect(response.body.isEmpty == (kind == .trailingSlash))
            guard kind != .trailingSlash else { continue }
            let root = try #require(JSONDocument(utf8: response.body).root)
            #expect((root.member("detail") ?? root.member("error"))?.isNull == false)
        }
    }

    @Test(arguments: [
        (Rule.choice(["a"]), "Input should be 'a'"), (.choice(["a", "b"]), "Input should be 'a' or 'b'"),
        (.choice(["a", "b", "c"]), "Input should be 'a', 'b' or 'c'"),
        (MeteroidRule.date.rule, "Value error, invalid input"),
        (.type(.boolean), "Input should be a valid boolean"), (.length(3), "Value error, invalid input"),
    ])
    func `has pydantic's words for rules`(_ rule: Rule, _ message: String) {
        #expect(PydanticWords(rule).message == message)
    }
}
