import Glibc
import TestSupport
import Testing
import Wire

@testable import Outbound

@Suite struct `A call` {
    @Test func `sends what it says, and nothing that libcurl would add by itself`() throws {
        let receiver = Receiver { visitor, _ in visitor.send(answer(201, "done", "Retry-After: 7\r\nX-Empty:\r\n")) }
        defer { receiver.stop() }
        try withRoom { room in
            let call = try OutgoingCall(
                .post, TargetURL("http://127.0.0.1:\(receiver.port)/a/../b?c=d"),
                fields: [HeaderField(name: "X-One", value: "1"), HeaderField(name: "X-None", value: "")],
                body: Array(String(repeating: "x", count: 3_000).utf8), limits: callLimits())
            let answered = try #require(room.outcome(call).answer)
            #expect(answered.status == 201)
            #expect(answered.body == Array("done".utf8))
            #expect(!answered.isBodyCut)
            #expect(answered.fields.contains(HeaderField(name: "Retry-After", value: "7")))
            #expect(try answered.address == address("127.0.0.1"))
            #expect(answered.times.ended >= answered.times.firstByte)
            let request = try #require(receiver.requests.first)
            let (head, body) = (request.prefix { $0 != "x" }, request.drop { $0 != "x" })
            #expect(
                head == """
                    POST /a/../b?c=d HTTP/1.1\r
                    Host: 127.0.0.1:\(receiver.port)\r
                    Accept: */*\r
                    X-One: 1\r
                    X-None:\r
                    Content-Length: 3000\r
                    \r

                    """)
            #expect(body.count == 3_000)
        }
    }

    @Test func `uses each method`() throws {
        let receiver = Receiver { visitor, request in
            visitor.send(request.hasPrefix("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" : answer())
        }
        defer { receiver.stop() }
        try withRoom { room in
            for method: HTTPMethod in [.get, .head, .post, .put, .patch, .delete, .options] {
                let call = try OutgoingCall(
                    method, TargetURL("http://127.0.0.1:\(receiver.port)/"), limits: callLimits())
                #expect(try room.outcome(call).answer?.status == 200)
                #expect(receiver.requests.last?.hasPrefix("\(method.name) / HTTP/1.1\r\n") == true)
            }
        }
    }

    @Test func `follows no redirect`() throws {
        let other = Receiver { visitor, _ in visitor.send(answer()) }
        defer { other.stop() }
        let port = other.port
        let receiver = Receiver { visitor, _ in
            visitor.send(answer(302, "", "Location: http://127.0.0.1:\(port)/\r\n"))
        }
        defer { receiver.stop() }
        try withRoom { room in
            let outcome = try room.outcome(get("http://127.0.0.1:\(receiver.port)/"))
            #expect(outcome.answer?.status == 302)
            #expect(other.connectionCount == 0)
        }
    }

    /// The child process alone has the variables, so that no other test sees them.
    @Test func `uses no proxy of the environment`() async {
        await #expect(processExitsWith: .success) {
            let proxy = Receiver { visitor, _ in visitor.send(answer(502)) }
            for name in ["http_proxy", "all_proxy", "ALL_PROXY"] { setenv(name, "http://127.0.0.1:\(proxy.port)", 1) }
            let receiver = Receiver { visitor, _ in visitor.send(answer(200)) }
            try withRoom { room in
                let outcome = try room.outcome(get("http://127.0.0.1:\(receiver.port)/"))
                #expect(outcome.answer?.status == 200)
                #expect(proxy.connectionCount == 0)
            }
        }
    }

    @Test func `keeps the beginning of content that is too long, or never ends`() throws {
        let receiver = Receiver { visitor, request in
            if request.hasPrefix("GET /whole") {
                return visitor.send(answer(200, String(repeating: "a", count: 16_384)))
            }
            visitor.send("HTTP/1.1 200 OK\r\n\r\n")
            while visitor.send(String(repeating: "a", count: 1_000)) {}
            return false
        }
        defer { receiver.stop() }
        try withRoom { room in
            for (path, isCut) in [("/whole", false), ("/endless", true)] {
                let answered = try #require(try room.outcome(get("http://127.0.0.1:\(receiver.port)\(path)")).answer)
                #expect(answered.status == 200)
                #expect(answered.body.count == 16_384)
                #expect(answered.isBodyCut == isCut)
            }
        }
    }

    @Test func `fails when the head never ends, a connection is cut, or something else than HTTP is spoken`() throws {
        let receiver = Receiver { visitor, request in
            if request.hasPrefix("GET /head") {
                visitor.send("HTTP/1.1 200 OK\r\n")
                while visitor.send("A: \(String(repeating: "a", count: 1_000))\r\n") {}
            } else if request.hasPrefix("GET /line") {
                visitor.send("HTTP/1.1 200 OK\r\nA: ")
                while visitor.send(String(repeating: "a", count: 1_000)) {}
            } else if request.hasPrefix("GET /body") {
                visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            } else if request.hasPrefix("GET /other") {
                visitor.send("220 mail.example\r\n")
            }
            return false
        }
        defer { receiver.stop() }
        try withRoom { room in
            for path in ["/head", "/line", "/body", "/nothing", "/other"] {
                let failure = try #require(try room.outcome(get("http://127.0.0.1:\(receiver.port)\(path)")).failure)
                #expect(failure.phase == .receiving, "\(path)")
                #expect(failure.isSentInPart)
                #expect(!failure.reason.contains("mail.example") && !failure.reason.contains("Out of memory"))
            }
        }
    }

    @Test func `is cut by its whole time when the answer trickles or does not come`() throws {
        let receiver = Receiver { visitor, request in
            if request.hasPrefix("GET /trickle") {
                visitor.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while visitor.send("x") { usleep(10_000) }
            }
            return true
        }
        defer { receiver.stop() }
        try withRoom { room in
            for path in ["/trickle", "/silence"] {
                let call = try get("http://127.0.0.1:\(receiver.port)\(path)") { $0.wholeMilliseconds = 1_000 }
                let failure = try #require(try room.outcome(call).failure)
                #expect(failure.phase == .timedOut)
                #expect(failure.isSentInPart || failure.reason.hasPrefix("no connection"))
            }
        }
    }

    @Test func `fails without having sent anything when there is no connection or no TLS`() throws {
        let plain = Receiver { visitor, _ in
            visitor.send(answer(400))
            return false
        }
        let closed = Receiver { _, _ in false }
        defer { plain.stop() }
        closed.stop()
        // A listener that accepts nothing, with a full queue: it ignores further clients.
        let full = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let port = listen(full, backlog: 0)
        let queued = (0..<4).map { _ in connectLater(port) }
        defer { for descriptor in queued + [full] { close(descriptor) } }
        try withRoom { room in
            for (url, phase) in [
                ("http://127.0.0.1:\(closed.port)/", CallFailure.Phase.connecting),
                ("https://127.0.0.1:\(plain.port)/", .securing), ("http://127.0.0.1:\(port)/", .timedOut),
            ] {
                let call = try get(url) { if phase == .timedOut { $0.connectMilliseconds = 500 } }
                let failure = try #require(try room.outcome(call).failure)
                #expect(failure.phase == phase, "\(failure)")
                #expect(!failure.isSentInPart)
            }
        }
    }

    /// Begins to connect to a port of 127.0.0.1.
    private func connectLater(_ port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return descriptor
    }
}
