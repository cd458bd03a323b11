import Checkout
import Providers
import Testing
import Wire

@testable import Command
@testable import Gateway

@Suite struct `Routing` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test func `answers every provider below its own prefix in its own words`() async throws {
        for (name, shape) in [
            ("dollr", #"{"detail":"#), ("duro", #"{"error":{"#), ("billing", #"{"detail":"#),
            ("userdocks", #"{"success":false"#),
        ] {
            let unknown = try await gateway.send("GET", "/\(name)/no/such/path")
            #expect(unknown.status == 404)
            #expect(unknown.text.hasPrefix(shape), "\(unknown.text)")
        }
    }

    @Test func `answers a path without an owner with problem details`() async throws {
        for path in [
            "/", "/nowhere", "/v1/checkout/session", "/duros/v1/checkout/sessions", "/DURO/v1/checkout/sessions", "//",
            "/%00",
        ] {
            let answer = try await gateway.send("GET", path)
            #expect(answer.status == 404, "\(path)")
            #expect(answer.contentType == "application/problem+json")
        }
    }

    @Test func `names the methods that a path has`() async throws {
        let duro = try await gateway.send("DELETE", "/v1/checkout/sessions")
        #expect(duro.status == 405)
        #expect(duro.field("Allow") == "POST")
        let meteroid = try await gateway.send("DELETE", "/api/v1/checkout-sessions", [Conformance.meteroid])
        #expect(meteroid.status == 405)
        #expect(meteroid.field("Allow") == "POST, GET, HEAD")
        let health = try await gateway.send("POST", "/healthz", body: [])
        #expect(health.status == 405)
        #expect(health.field("Allow") == "GET, HEAD")
    }

    @Test func `gives a configured host to its provider, on every path`() async throws {
        let answer = try await gateway.send("GET", "/nowhere", host: "API.UseDuro.com:8443")
        #expect(answer.status == 404)
        #expect(answer.text.hasPrefix(#"{"error":{"#))
    }

    @Test func `has its own paths on every host`() async throws {
        for path in ["/healthz", "/readyz", "/openapi/duro.yaml"] {
            let answer = try await gateway.send("GET", path, host: "api.useduro.com")
            #expect(answer.status == 200, "\(path)")
        }
        let unknown = try await gateway.send("GET", "/openapi/acme.yaml", host: "api.useduro.com")
        #expect(unknown.contentType == "application/problem+json")
    }

    @Test(arguments: [
        ("shop.example", "shop.example", true), ("shop.example", "SHOP.example:8443", true),
        ("shop.example", "shop.example:", true), ("shop.example", "shop.example.net", false),
        ("[::1]", "[::1]", true), ("[::1]", "[::1]:8080", true), ("[::1]", "[::1]:", true),
        ("[::1]", "[::2]:8080", false),
    ])
    func `finds a configured host with any port`(_ configured: String, _ host: String, _ isFound: Bool) throws {
        let table = try RoutingTable(Registry.providers, hosts: [Duro.name: [configured]], lifetimes: [:])
        #expect((table.owner(ofHost: Array(host.utf8)[...]) != nil) == isFound)
    }

    @Test func `redirects without a host if the request names none`() async throws {
        let head = "POST /dollr/v1/sessions/checkout/?a=1 HTTP/1.0\r\n\r\n"
        let answer = try await gateway.answer(toBytes: Array(head.utf8))
        #expect(answer.status == 307)
        #expect(answer.field("Location") == "/dollr/v1/sessions/checkout?a=1")
    }

    @Test func `redirects what FastAPI redirects, and keeps host and query`() async throws {
        let answer = try await gateway.send("POST", "/dollr/v1/sessions/checkout//?a=1", body: [])
        #expect(answer.status == 307)
        #expect(answer.field("Location") == "http://gateway.test/dollr/v1/sessions/checkout?a=1")
        #expect(try await gateway.send("POST", "/v1/checkout/sessions/", body: []).status == 404)
    }

    /// The result of a request for a path, in a gateway with one provider: its route, or the status of its answer.
    private func outcome(of path: String, with provider: any Provider) throws -> String {
        let router = Router(try RoutingTable([provider]), KeyRing())
        var parser = RequestParser(limits: HTTPLimits())
        let bytes = Array("POST \(path) HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        guard case .head(let head, _) = try parser.parse(bytes.span) else { return "no head" }
        var visit = Visit.uncounted
        switch router.route(head, &visit) {
        case .call(_, _, let parameters, _):
            return "call " + parameters.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",")
        case .failure(_, .trailingSlash(let location), _): return location
        case .failure(_, let failure, _): return "\(failure.kind)"
        case .gateway: return "nobody"
        }
    }

    @Test(arguments: [
        ("/v1/pay/", MadeUp<WithASlash>() as any Provider, "call v1"),
        ("/acme/v1/pay/", MadeUp<WithASlash>(), "call v1"),
        ("/v1/pay", MadeUp<WithASlash>(), "http://a/v1/pay/"),
        ("/acme/v1/pay?q=1", MadeUp<WithASlash>(), "http://a/acme/v1/pay/?q=1"),
        ("/v1%2Fpay", MadeUp<WithASlash>(), "http://a/v1/pay/"),
        ("/acme/{v}/pay", MadeUp<WithASlash>(), "http://a/acme/%7Bv%7D/pay/"),
        ("/v1/pay//", MadeUp<WithASlash>(), "nobody"), ("/acme/v1/pay//", MadeUp<WithASlash>(), "unknownRoute"),
        ("/acme/", MadeUp<WithASlashAlone>(), "call "), ("/acme", MadeUp<WithASlashAlone>(), "http://a/acme/"),
        ("/", MadeUp<WithASlashAlone>(), "call "), ("//", MadeUp<WithASlashAlone>(), "nobody"),
        ("/pay/", MadeUp<WithAnExactSlash>(), "call "), ("/pay", MadeUp<WithAnExactSlash>(), "nobody"),
        ("/acme/pay", MadeUp<WithAnExactSlash>(), "unknownRoute"),
    ])
    func `adds a slash where Starlette would, and accepts a route that ends in one`(
        _ path: String, _ provider: any Provider, _ expected: String
    ) throws {
        #expect(try outcome(of: path, with: provider) == expected)
    }

    @Test(arguments: ["https://pay.example.com/base", "https://pay.example.com:8443"])
    func `redirects to the public URL if it is set`(_ url: String) async throws {
        let gateway = try InMemoryGateway(flags: ["public_url": url, "trusted_proxies": "127.0.0.1"])
        let told = ["X-Forwarded-Proto: http", "X-Forwarded-Host: shop.test", "X-Forwarded-For: 1.2.3.4"]
        for path in ["/dollr/v1/sessions/checkout", "/v1/sessions/checkout", "/api/v1/billing/checkout"] {
            let answer = try await gateway.send("POST", path + "/?a=1", told, body: [])
            #expect(answer.status == 307)
            #expect(answer.field("Location") == url + path + "?a=1")
        }
        let old = "POST /dollr/v1/sessions/checkout/ HTTP/1.0\r\n\r\n"
        #expect(
            try await gateway.answer(toBytes: Array(old.utf8)).field("Location") == url + "/dollr/v1/sessions/checkout")
    }

    @Test(arguments: [
        ("/dollr/{version}/sessions/checkout", 422), ("/{version}/sessions/checkout", 422),
        ("/dollr/\"<>\\^`|[]/sessions/checkout", 422), ("/dollr/v1\\sessions\\checkout", 404),
        ("/duro/v1/checkout/{sessions}", 404), ("/duro/{", 404), ("/billing/api/v1/billing/checkout|", 404),
        ("/userdocks/<", 404), ("/v1/checkout/sessions/{id}", 405), ("/v1\\checkout\\sessions", 404), ("/{}", 404),
    ])
    func `treats braces and similar characters in a path like their escapes`(_ path: String, _ status: Int) async throws
    {
        let bodies =
            ["/dollr", "/{v"].contains { path.hasPrefix($0) } ? #"{"source_id":1,"source_type":"ORDER"}"# : "{}"
        let encoded = path.utf8.map {
            #""<>\^`{|}[]"#.utf8.contains($0) ? "%" + Hex.string([$0]) : String(UnicodeScalar($0))
        }
        let raw = try await gateway.post(path, [Conformance.dollr], bodies)
        let escaped = try await gateway.post(encoded.joined(), [Conformance.dollr], bodies)
        #expect(raw.status == status)
        #expect(raw.text == escaped.text)
        #expect(raw.status == escaped.status)
        if status == 422 { #expect(raw.text.contains(#""type":"literal_error""#), "\(raw.text)") }
    }

    @Test(arguments: [
        ("/dollr/v1%20/sessions/checkout/", "/dollr/v1%20/sessions/checkout"),
        ("/dollr/%E9/sessions/checkout/", "/dollr/%EF%BF%BD/sessions/checkout"),
        ("/dollr/%ED%A0%80/sessions/checkout/", "/dollr/%EF%BF%BD%EF%BF%BD%EF%BF%BD/sessions/checkout"),
        ("/dollr/%E2%82/sessions/checkout/", "/dollr/%EF%BF%BD/sessions/checkout"),
        ("/dollr/%zz/sessions/checkout/", "/dollr/%zz/sessions/checkout"),
        ("/dollr/%2525/sessions/checkout/", "/dollr/%25/sessions/checkout"),
        ("/dollr/%3F%23/sessions/checkout/", "/dollr/%3F%23/sessions/checkout"),
        ("/dollr/v1/sessions/checkout/?", "/dollr/v1/sessions/checkout"),
        (
            "/billing/api/v1/billing/checkout/?a=\"<>|{}^`\\&b=[%22]",
            "/billing/api/v1/billing/checkout?a=%22%3C%3E%7C%7B%7D%5E%60%5C&b=[%22]"
        ),
    ])
    func `redirects to the address as Starlette spells it`(_ target: String, _ location: String) async throws {
        let answer = try await gateway.send("POST", target, body: [])
        #expect(answer.status == 307)
        #expect(answer.field("Location") == "http://gateway.test" + location)
    }

    @Test(arguments: [
        ("/meteroid/nope", 404), ("/meteroid/api", 404), ("/meteroid/API/v1/checkout-sessions", 404),
        ("/meteroid/api/", 401), ("/meteroid/api/v1/nope", 401), ("/meteroid/api/v1/checkout-sessions/", 401),
    ])
    func `does not tell unknown callers which paths Meteroid has`(_ path: String, _ status: Int) async throws {
        #expect(try await gateway.send("GET", path).status == status)
        #expect(try await gateway.send("GET", path, [Conformance.meteroid]).status == 404)
    }

    @Test func `decodes a path before it looks for its route`() async throws {
        let answer = try await gateway.post("/v1/checkout/session%73", [Conformance.duro], #"{"amount":1}"#)
        #expect(answer.status == 201)
    }

    @Test func `lets a known credential decide a shared path before other signs`() async throws {
        let both = [Conformance.meteroid] + Conformance.userdocksKey
        let answer = try await gateway.post("/api/v1/checkout-sessions", both, "{}")
        #expect(answer.status == 400)
        #expect(answer.text.hasPrefix(#"{"code":"BAD_REQUEST""#))
        let own = try await gateway.post(
            "/api/v1/checkout-sessions", Conformance.userdocksKey, Conformance.userdocksBody)
        #expect(own.status == 200)
        #expect(own.text.hasPrefix(#"{"success":true"#))
    }

    @Test func `has a lifetime for each provider, from the configuration first`() throws {
        let table = try RoutingTable(Registry.providers, lifetimes: [Duro.name: 77])
        for owner in table.owners {
            #expect(owner.lifetimeSeconds == (owner.name == Duro.name ? 77 : owner.type.lifetimeSeconds))
        }
    }

    @Test func `refuses two owners of one path that requests cannot tell apart`() {
        #expect {
            try RoutingTable(Registry.providers + [MadeUp<Twin>()])
        } throws: { error in
            "\(error)".contains("duro") && "\(error)".contains("twin")
        }
        #expect(throws: RoutingTable.Collision.self) { try RoutingTable([Duro(), Duro()]) }
        #expect(throws: RoutingTable.Collision.self) {
            try RoutingTable(Registry.providers, hosts: [Duro.name: ["a.test"], Userdocks.name: ["A.TEST"]])
        }
    }

    @Test(arguments: [
        (MadeUp<NamedAsThePages>() as any Provider, ["gateway", "/checkout"]),
        (MadeUp<NamedAsTheAPI>(), ["gateway", "/gateway"]),
        (MadeUp<NamedAsDurosVersion>(), ["duro (/v1/checkout/sessions)", "v1"]),
        (MadeUp<AtThePages>(), ["acme (/checkout/{id})", "gateway"]),
        (MadeUp<AtTheAPI>(), ["acme (/gateway/v1/sessions)", "gateway"]),
        (MadeUp<AtItsHealth>(), ["acme (/healthz)", "gateway"]),
        (MadeUp<AtItsReadiness>(), ["acme (/readyz)", "gateway"]),
        (MadeUp<AtTheDocuments>(), ["acme (/openapi/{id})", "gateway"]),
        (MadeUp<BehindDurosPrefix>(), ["acme (/duro/pay)", "duro"]),
    ])
    func `refuses a prefix or a route that would never be reached`(_ provider: any Provider, _ named: [String]) {
        #expect {
            try RoutingTable(Registry.providers + [provider])
        } throws: { error in
            error is RoutingTable.Collision && named.allSatisfy("\(error)".contains)
        }
    }

    @Test func `accepts a route whose braces may be one of the gateway's segments`() throws {
        #expect(
            try RoutingTable(Registry.providers + [MadeUp<Anywhere>()]).owners.count == Registry.providers.count + 1)
    }

    @Test func `has only reserved first segments in the gateway's own paths`() {
        let paths = AdminAPI.lines.map(\.path) + HelpText.otherRoutes.map(\.1)
        let segments = paths.compactMap { $0.split(separator: "/").first.map(String.init) }
        #expect(Set(segments) == Set(RoutingTable.ownSegments))
    }
}
