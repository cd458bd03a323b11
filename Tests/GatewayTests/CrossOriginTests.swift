import Checkout
import Testing
import Wire

@Suite struct `Pages of other origins` {
    private static let allow = "Access-Control-Allow-Origin"
    private static let origin = "Origin: https://app.example"

    private func gateway(_ origins: String?) throws -> InMemoryGateway {
        try InMemoryGateway(flags: origins.map { ["cors_origins": $0] } ?? [:])
    }

    /// A request for each kind of answer: method, path, fields, status.
    private static let requests: [(String, String, [String], Int)] = [
        ("POST", "/duro/v1/checkout/sessions", [Conformance.duro], 201),
        ("POST", "/v1/checkout/sessions", [], 401), ("GET", "/v1/checkout/sessions/x", [Conformance.duro], 404),
        ("POST", "/dollr/v1/sessions/checkout/", [], 307), ("GET", "/nobodys", [], 404), ("GET", "/healthz", [], 200),
        ("GET", "/readyz", [], 200), ("GET", "/openapi/duro.yaml", [], 200),
        ("GET", "/gateway/v1/sessions", [Conformance.admin], 200), ("GET", "/gateway/v1/sessions", [], 401),
        ("PUT", "/duro/v1/checkout/sessions", [], 405), ("OPTIONS", "/v1/checkout/sessions", [], 405),
    ]

    private func send(
        _ request: (String, String, [String], Int), _ origin: String?, to gateway: InMemoryGateway
    ) async throws -> Response {
        let (method, path, fields, status) = request
        let isPost = method == "POST"
        let answer = try await gateway.send(
            method, path, fields + (isPost ? ["Content-Type: application/json"] : []) + (origin.map { [$0] } ?? []),
            body: isPost ? Array(#"{"amount":1}"#.utf8) : nil)
        #expect(answer.status == status, "\(method) \(path)")
        return answer
    }

    @Test func `get no fields if no origin is allowed`() async throws {
        let gateway = try gateway(nil)
        for request in Self.requests {
            let answer = try await send(request, Self.origin, to: gateway)
            #expect(answer.sharedFields == nil)
            #expect(!answer.fields.contains { $0.name.hasPrefix("Access-Control") || $0.name == "Vary" })
        }
        let preflight = [Self.origin, "Access-Control-Request-Method: POST"]
        #expect(try await gateway.send("OPTIONS", "/v1/sessions/checkout", preflight).status == 405)
    }

    @Test func `may all read every answer, which is the same for all`() async throws {
        let gateway = try gateway("*")
        for request in Self.requests {
            for origin in [Self.origin, "Origin: null", nil] {
                let answer = try await send(request, origin, to: gateway)
                #expect(answer.field(Self.allow) == "*")
                #expect(
                    answer.field("Access-Control-Expose-Headers") == "X-Request-Id, Retry-After, Idempotency-Replayed")
                #expect(answer.field("Vary") == nil)
                #expect(answer.field("Access-Control-Allow-Credentials") == nil)
            }
        }
    }

    @Test func `may read answers if they are named, and caches learn that the answer depends on the origin`()
        async throws
    {
        let gateway = try gateway("http://other.example:3000, HTTPS://APP.example:443")
        for request in Self.requests {
            let answer = try await send(request, Self.origin, to: gateway)
            #expect(answer.field(Self.allow) == "https://app.example")
            #expect(answer.field("Vary") == "Origin")
            #expect(answer.field("Access-Control-Expose-Headers") != nil)
            for origin in [
                "Origin: https://app.example.evil", "Origin: http://app.example", "Origin: https://app.example:444",
                "Origin: null", "Origin: *", "Origin:", nil, Self.origin + "\r\n" + Self.origin,
            ] {
                let refused = try await send(request, origin, to: gateway)
                #expect(refused.field("Vary") == "Origin", "\(origin ?? "none")")
                #expect(refused.field(Self.allow) == nil, "\(origin ?? "none")")
            }
        }
    }

    @Test(arguments: [
        ("POST /duro/v1/checkout/sessions HTTP/1.1\r\nHost: a\r\n{}Content-Length: 99999999\r\n\r\n", 413),
        ("POST /duro/v1/checkout/sessions HTTP/1.1\r\nHost: a\r\n{}Expect: x\r\n\r\n", 417),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\n{}no colon\r\n\r\n", 400),
        ("GET /nobodys HTTP/1.1\r\nHost: a\r\n{}Transfer-Encoding: gzip\r\n\r\n", 501),
    ])
    func `may read why a request was refused`(_ text: String, _ status: Int) async throws {
        let gateway = try gateway("https://app.example")
        let answer = try await gateway.answer(toBytes: Array(text.replacing("{}", with: Self.origin + "\r\n").utf8))
        #expect(answer.status == status)
        #expect(answer.field(Self.allow) == "https://app.example")
        let other = try await gateway.answer(toBytes: Array(text.replacing("{}", with: "").utf8))
        #expect(other.field(Self.allow) == nil)
        #expect(other.field("Vary") == "Origin")
    }

    @Test(arguments: ["*", "https://app.example"])
    func `may not read a checkout page`(_ origins: String) async throws {
        let gateway = try gateway(origins)
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let url = try #require(made.member("url")?.string)
        let path = String(url.dropFirst(gateway.links.publicURL.count))
        let asks = [Self.origin, "Access-Control-Request-Method: POST"]
        for (method, path) in [("GET", path), ("OPTIONS", path), ("GET", "/checkout"), ("GET", "/checkout/x")] {
            let answer = try await gateway.send(method, path, asks)
            #expect(answer.sharedFields == nil, "\(method) \(path)")
            #expect(answer.status != 204)
        }
        let refused = "POST \(path) HTTP/1.1\r\nHost: a\r\n\(Self.origin)\r\nContent-Length: 99999999\r\n\r\n"
        #expect(try await gateway.answer(toBytes: Array(refused.utf8)).sharedFields == nil)
    }

    @Test(arguments: [
        ("/duro/v1/checkout/sessions", "POST"), ("/v1/checkout/sessions/x", "GET, HEAD"),
        ("/v1/sessions/checkout", "POST"), ("/api/v1/checkout-sessions", "GET, HEAD, POST"),
        ("/healthz", "GET, HEAD"), ("/openapi/gateway.yaml", "GET, HEAD"), ("/gateway/v1/sessions", "GET, HEAD, POST"),
        ("/gateway/v1/nope", "GET, HEAD, POST"), ("/meteroid/api/v1/nope", "GET, HEAD, POST"),
        ("/duro/nope", "GET, HEAD, POST"), ("/nobodys", "GET, HEAD, POST"),
    ])
    func `learn what they may send without a credential`(_ path: String, _ methods: String) async throws {
        for origins in ["*", "https://app.example"] {
            let gateway = try gateway(origins)
            let answer = try await gateway.send(
                "OPTIONS", path,
                [
                    Self.origin, "Access-Control-Request-Method: POST",
                    "Access-Control-Request-Headers: Authorization,content-type , bad name,,X-API-Key",
                    "Access-Control-Request-Private-Network: true",
                ])
            #expect(answer.status == 204)
            #expect(answer.body.isEmpty)
            #expect(answer.field("Access-Control-Allow-Methods") == methods)
            #expect(answer.field("Access-Control-Allow-Headers") == "authorization, content-type, x-api-key")
            #expect(answer.field("Access-Control-Max-Age") == "600")
            #expect(answer.field("Access-Control-Allow-Credentials") == nil)
            #expect(answer.field(Self.allow) == origins)
            #expect(answer.field("Access-Control-Allow-Private-Network") == (origins == "*" ? nil : "true"))
        }
    }

    @Test(arguments: [
        [origin], ["Access-Control-Request-Method: POST"],
        ["Origin: https://evil.example", "Access-Control-Request-Method: POST"],
    ])
    func `get no preflight answer to another OPTIONS`(_ fields: [String]) async throws {
        let gateway = try gateway("https://app.example")
        let answer = try await gateway.send("OPTIONS", "/v1/checkout/sessions", fields)
        #expect(answer.status == 405)
        #expect(answer.field("Allow") == "POST")
        #expect(answer.field("Access-Control-Allow-Methods") == nil)
        let post = try await gateway.post(
            "/v1/checkout/sessions", [Self.origin, "Access-Control-Request-Method: POST", Conformance.duro],
            #"{"amount":1}"#)
        #expect(post.status == 201)
    }

    @Test func `may read that an answer is repeated`() async throws {
        let gateway = try gateway("https://app.example")
        let fields = [Conformance.duro, Self.origin, "Idempotency-Key: k"]
        for isReplayed in [false, true] {
            let answer = try await gateway.post("/v1/checkout/sessions", fields, #"{"amount":1}"#)
            #expect(answer.status == 201)
            #expect((answer.field("Idempotency-Replayed") == "true") == isReplayed)
            #expect(answer.field(Self.allow) == "https://app.example")
        }
    }
}
