import Testing
import Wire

@testable import Gateway

/// When the parser refuses a request, the owner of the path words the refusal: a provider or the gateway.
@Suite struct `A refused request` {
    private let gateway: InMemoryGateway

    init() throws {
        gateway = try InMemoryGateway()
    }

    @Test(arguments: [
        ("/dollr", #"{"detail":"#), ("/duro", #"{"error":"#), ("/meteroid", #"{"code":"#), ("/billing", #"{"detail":"#),
        ("/userdocks", #"{"success":false"#), ("/v1/checkout/sessions", #"{"error":"#),
        ("/v1/sessions/checkout", #"{"detail":"#), ("/nobodys", #"{"type":"about:blank""#),
        ("/gateway/v1", #"{"type":"about:blank""#), ("/checkout", #"{"type":"about:blank""#),
    ])
    func `is in the words of its path's owner, if its request line is wrong`(_ path: String, _ start: String)
        async throws
    {
        for (line, status) in [
            ("POST \(path)?\(String(repeating: "x", count: 70_000))", 414), ("POST \(path) HTTP/2.0\r\n", 505),
            ("POST \(path)?q=\u{1} HTTP/1.1\r\n", 400), ("POST \(path)#x HTTP/1.1\r\n", 400),
            ("POST \(path)?q=\u{e9} HTTP/1.1\r\n", 400), ("POST \(path) x HTTP/1.1\r\n", 400),
            ("POST \(path)\r\n", 400), ("POST \(path) HTTP/1.1\n", 400), ("CONNECT \(path) HTTP/1.1\r\n", 400),
            ("POST http://a\(path) HTTP/3.0\r\n", 505),
        ] {
            let refusal = try await gateway.answer(toBytes: Array(line.utf8))
            #expect(refusal.status == status, "\(line.prefix(60))")
            #expect(refusal.text.hasPrefix(start), "\(line.prefix(60)): \(refusal.text)")
        }
        var state = ConnectionState(limits: HTTPLimits())
        var offset = 0
        let begun = Array("POST \(path)".utf8)
        guard case .wait = state.read(begun.span, from: &offset),
            case .refuse(let error, let head) = state.timeOut(begun.span)
        else {
            Issue.record("a request line that does not end is no refusal")
            return
        }
        let refusal = gateway.application.refuse(error, head: head, peer: InMemoryGateway.peer)
        #expect(refusal.status == 408)
        #expect(refusal.text.hasPrefix(start), "\(refusal.text)")
    }

    @Test func `with a long path is in the words of the provider that its prefix names`() async throws {
        for (path, isDollrs) in [("/dollr/", true), ("/dollr?", true), ("/dollrs", false), ("/", false)] {
            let line = "POST \(path)\(String(repeating: "x", count: 70_000))"
            let refusal = try await gateway.answer(toBytes: Array(line.utf8))
            #expect(refusal.status == 414)
            #expect((refusal.contentType == "application/json") == isDollrs, "\(path)")
        }
    }

    @Test func `is in the words of the provider that would redirect it`() async throws {
        for path in ["/v1/sessions/checkout/", "/api/v1/billing/checkout/"] {
            #expect(try await gateway.send("POST", path, body: []).status == 307)
            let head = "POST \(path) HTTP/1.1\r\nHost: gateway.test\r\nContent-Length: 99999999\r\n\r\n"
            let refusal = try await gateway.answer(toBytes: Array(head.utf8))
            #expect(refusal.status == 413)
            #expect(refusal.text.hasPrefix(#"{"detail":"#), "\(path): \(refusal.text)")
        }
    }

    @Test(arguments: [
        ("/dollr/v1/sessions/checkout", #"{"detail":"#), ("/duro/anything", #"{"error":"#),
        ("/v1/checkout/sessions", #"{"error":"#), ("/meteroid/api/v1/checkout-sessions", #"{"code":"#),
        ("/userdocks/api/v1/checkout-sessions", #"{"success":false"#), ("/nobodys", #"{"type":"about:blank""#),
    ])
    func `is in the words of its path's owner, if its head is wrong`(_ path: String, _ start: String) async throws {
        for (fault, status) in [
            ("Host: a\r\nno colon\r\n\r\n", 400), ("\r\n", 400), ("Host: a\r\nHost: b\r\n\r\n", 400),
            ("Host: a\r\nX: \(String(repeating: "x", count: 70_000))\r\n\r\n", 431),
        ] {
            let head = "POST \(path) HTTP/1.1\r\n\(fault)"
            let refusal = try await gateway.answer(toBytes: Array(head.utf8))
            #expect(refusal.status == status)
            #expect(refusal.text.hasPrefix(start), "\(path): \(refusal.text)")
        }
    }

    @Test(arguments: [
        ("/checkout", true), ("/checkout/cs_test_x", true), ("/gateway/v1/sessions/1/cancel", true),
        ("/gateway/v1", true), ("/checkouts", false), ("/gateway/v10", false), ("/api/v1/checkout-sessions", false),
    ])
    func `is in the gateway's words on its own paths, on a provider's host too`(
        _ path: String, _ isOwn: Bool
    ) async throws {
        let head = "POST \(path) HTTP/1.1\r\nHost: api.meteroid.com\r\n"
        for (fault, status) in [
            ("Content-Length: 99999999\r\n\r\n", 413), ("Transfer-Encoding: chunked\r\n\r\nx\r\n", 400),
            ("Expect: nothing\r\n\r\n", 417),
        ] {
            let refusal = try await gateway.answer(toBytes: Array((head + fault).utf8))
            #expect(refusal.status == status)
            #expect(refusal.contentType == (isOwn ? "application/problem+json" : "application/json"), "\(fault)")
            #expect((refusal.member("code") == nil) == isOwn)
        }
        let handled = try await gateway.send("POST", path, body: [], host: "api.meteroid.com")
        #expect((handled.contentType == "application/json") == !isOwn)
    }
}
