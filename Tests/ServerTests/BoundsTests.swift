import Glibc
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Server

/// Statuses gathered from a closure.
final class Answers: Sendable {
    let statuses = Mutex<[Int]>([])
}

@Suite struct `Bounds of the server` {
    /// Whether a request on a new connection is answered.
    private func isServed(_ server: Server) -> Bool {
        let client = LoopbackClient(port: server.port)
        client.send(get())
        return client.answer()?.status == 200
    }

    @Test func `idle connections end by their deadline, before a request and after one`() throws {
        try withServer(limits { $0.idleTimeoutMilliseconds = 150 }) { server, _ in
            #expect(LoopbackClient(port: server.port).rest() == "")
            // On a busy machine a request may come too late; then another one is tried.
            let isClosedAfterwards = eventually {
                let client = LoopbackClient(port: server.port)
                client.send(get())
                return client.answer()?.status == 200 && client.rest() == ""
            }
            #expect(isClosedAfterwards)
        }
    }

    /// Only the deadline under test is short; all others are longer than a test.
    @Test func `a head and content that stop end by their deadlines`() throws {
        let post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx"
        for (deadline, text, error) in [
            (\ServerLimits.headTimeoutMilliseconds, "GET / HTT", ProtocolError.headTimeout),
            (\.bodySilenceTimeoutMilliseconds, post, .bodyTimeout),
        ] {
            try withServer(limits { $0[keyPath: deadline] = 200 }) { server, handler in
                let client = LoopbackClient(port: server.port)
                client.send(text)
                #expect(client.answer()?.status == 408)
                #expect(handler.refusals.withLock { $0 } == [error])
            }
        }
    }

    @Test func `content that trickles ends by its deadline`() throws {
        let limits = limits {
            $0.bodySilenceTimeoutMilliseconds = 600_000
            $0.bodyTimeoutMilliseconds = 300
        }
        try withServer(limits) { server, handler in
            let client = LoopbackClient(port: server.port)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\nx")
            let isRefused = eventually {
                client.send("x")
                return handler.refusals.withLock { $0 } == [.bodyTimeout]
            }
            #expect(isRefused)
            #expect(client.answer()?.status == 408)
        }
    }

    @Test func `a request without an answer ends by its deadline`() throws {
        try withServer(limits { $0.answerTimeoutMilliseconds = 100 }) { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send(get("/later"))
            #expect(client.rest() == "")
        }
    }

    @Test func `a client that pipelines and never reads is not buffered but closed`() throws {
        try withServer(
            limits {
                $0.writeTimeoutMilliseconds = 200
                $0.connectionsMax = 1
            }
        ) { server, _ in
            let client = LoopbackClient(port: server.port, receiveBytesMax: 4096)
            let burst = Array((0..<200).map { _ in get("/large") }.joined().utf8)
            #expect(eventually { !client.send(burst) })
            // The only slot is free again, although the first client has not closed its side.
            let isServed = eventually {
                let other = LoopbackClient(port: server.port)
                other.send(get("/other"))
                return other.answer()?.body == "/other"
            }
            #expect(isServed)
        }
    }

    @Test func `a client that pipelines behind an open request is bounded and loses nothing`() throws {
        try withServer(limits { $0.http.pipelinedBytesMax = 512 }) { server, handler in
            let client = LoopbackClient(port: server.port)
            client.send(get("/later"))
            let exchange = try #require(handler.exchanges(1).first)
            client.send((0..<200).map { get("/\($0)") }.joined())
            usleep(50_000)
            exchange.answer(Response(status: 201))
            #expect(client.answer()?.status == 201)
            for number in 0..<200 {
                let answer = try #require(client.answer())
                #expect(answer.body == "/\(number)")
            }
        }
    }

    @Test func `connections beyond the bound get an answer and are closed, and are accepted again when there is room`()
        throws
    {
        for limit in [\ServerLimits.connectionsMax, \ServerLimits.connectionsPerPeerMax] {
            try withServer(limits { $0[keyPath: limit] = 2 }) { server, _ in
                let first = LoopbackClient(port: server.port)
                var second: LoopbackClient? = LoopbackClient(port: server.port)
                for client in [first, second] {
                    client?.send(get())
                    #expect(client?.answer()?.status == 200)
                }
                let third = LoopbackClient(port: server.port)
                let answer = try #require(third.answer())
                #expect(answer.status == 503)
                #expect(answer.head.contains("\r\nRetry-After: 1"))
                #expect(answer.head.contains("\r\nConnection: close"))
                #expect(third.rest() == "")
                second = nil
                let isServed = eventually {
                    let third = LoopbackClient(port: server.port)
                    third.send(get())
                    return third.answer()?.status == 200
                }
                #expect(isServed)
            }
        }
    }

    @Test func `memory held for all clients is bounded`() throws {
        try withServer(
            limits {
                $0.loops = 1
                $0.heldBytesMax = 100_000
            }
        ) { server, _ in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
            let clients = (0..<4).map { _ in LoopbackClient(port: server.port) }
            for client in clients {
                client.send(head)
                client.send([UInt8](repeating: 0x61, count: 60_000))
                // The only loop has answered later requests, so it has read this one too.
                for _ in 0..<20 { #expect(isServed(server)) }
            }
            // The second client and all later ones exceed the bound; the first one is not affected.
            clients[0].send([UInt8](repeating: 0x61, count: 40_000))
            #expect(clients[0].answer()?.status == 200)
            for client in clients[1...] { #expect(client.answer() == nil) }
        }
    }
}

@Suite struct `Graceful stop` {
    @Test func `ends idle connections and answers open requests as the last ones`() throws {
        let handler = EchoHandler()
        let server = try Server(host: "127.0.0.1", port: 0, limits: limits { $0.loops = 1 }, handler: { _ in handler })
        let idle = LoopbackClient(port: server.port)
        idle.send(get())
        #expect(idle.answer()?.status == 200)
        let busy = LoopbackClient(port: server.port)
        busy.send(get("/later"))
        let exchange = try #require(handler.exchanges(1).first)
        let queued = LoopbackClient(port: server.port)
        queued.send(get("/queued"))
        let stopper = Stopper(server)
        #expect(idle.rest() == "")
        exchange.answer(Response(status: 201))
        let last = try #require(busy.answer())
        #expect(last.status == 201)
        #expect(last.head.contains("\r\nConnection: close"))
        #expect(busy.rest() == "")
        #expect(queued.answer()?.body == "/queued")
        for client in [busy, queued] { client.endWriting() }
        #expect(stopper.wait() == 0)
        #expect(LoopbackClient(port: server.port).rest() == nil)
    }

    @Test func `cuts connections off after the limit and says how many`() throws {
        let handler = EchoHandler()
        let server = try Server(host: "127.0.0.1", port: 0, limits: ServerLimits(), handler: { _ in handler })
        let busy = LoopbackClient(port: server.port)
        busy.send(get("/later"))
        let exchange = try #require(handler.exchanges(1).first)
        #expect(server.stop(drain: .milliseconds(50)) == 1)
        #expect(busy.rest() == "")
        exchange.answer(Response(status: 200))
        #expect(server.stop(drain: .zero) == 1)
    }

    @Test func `says why it cannot start`() throws {
        let handler = EchoHandler()
        #expect(throws: ServerFault.hostUnknown("no host")) {
            try Server(host: "no host", port: 0, limits: ServerLimits(), handler: { _ in handler })
        }
        try withServer { server, _ in
            #expect(throws: ServerFault.addressUnavailable(code: EADDRINUSE)) {
                try Server(host: "127.0.0.1", port: server.port, limits: ServerLimits(), handler: { _ in handler })
            }
        }
    }
}
