import Glibc
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Server

@Suite struct `Server over loopback` {
    @Test func `keeps a connection for many requests`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            for number in 0..<50 {
                client.send(get("/\(number)"))
                let answer = try #require(client.answer())
                #expect(answer.status == 200)
                #expect(answer.body == "/\(number)")
                #expect(answer.head.contains("\r\nConnection: keep-alive\r\nKeep-Alive: timeout=600\r\n"))
            }
        }
    }

    @Test func `answers pipelined requests in order`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send((0..<500).map { get("/\($0)") }.joined())
            for number in 0..<500 {
                let answer = try #require(client.answer())
                #expect(answer.body == "/\(number)")
            }
        }
    }

    @Test func `reads requests that come byte by byte`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            for byte in (post("/a", "hi") + get("/b")).utf8 { client.send([byte]) }
            #expect(client.answer()?.body == "/ahi")
            #expect(client.answer()?.body == "/b")
        }
    }

    @Test func `reads chunked content and large content`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send(
                "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nhe\r\n3;x\r\nllo\r\n0\r\nX: y\r\n\r\n"
            )
            #expect(client.answer()?.body == "/chello")
            let large = String(repeating: "x", count: 1024 * 1024)
            client.send(post("/d", large))
            #expect(client.answer()?.body == "/d" + large)
            client.send(get("/e"))
            #expect(client.answer()?.body == "/e")
        }
    }

    @Test func `sends 100 when the client waits to send content`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send("POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(client.answer()?.head == "HTTP/1.1 100 Continue")
            client.send("hi")
            #expect(client.answer()?.body == "/ehi")
        }
    }

    @Test func `answers HEAD without content`() throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"))
            #expect(client.answer(hasContent: false)?.head.contains("Content-Length: 4") == true)
            #expect(client.answer()?.body == "/next")
        }
    }

    @Test func `closes when asked to, without a reset`() throws {
        try withServer { server, _ in
            for request in [get("/", "Connection: close\r\n"), get("/close"), "GET / HTTP/1.0\r\n\r\n"] {
                let client = LoopbackClient(port: server.port)
                client.send(request + get("/unread"))
                let answer = try #require(client.answer())
                #expect(answer.head.contains("\r\nConnection: close"))
                #expect(client.rest() == "")
            }
        }
    }

    @Test func `answers a client that has ended its side`() throws {
        try withServer { server, handler in
            let client = LoopbackClient(port: server.port)
            client.send(get("/a") + get("/later") + get("/b"))
            client.endWriting()
            #expect(client.answer()?.body == "/a")
            handler.exchanges(1).first?.answer(Response(status: 200, body: [0x6C]))
            #expect(client.answer()?.body == "l")
            #expect(client.answer()?.body == "/b")
            #expect(client.rest() == "")
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nX : a\r\n", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/3.0\r\n", 505),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n", 417),
    ])
    func `refuses, closes, and the client sees why`(text: String, status: Int) throws {
        try withServer { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send(text)
            let answer = try #require(client.answer())
            #expect(answer.status == status)
            #expect(answer.head.contains("\r\nConnection: close"))
            #expect(client.rest() == "")
        }
    }

    @Test func `lets a client that sends too much see the answer`() throws {
        try withServer { server, handler in
            let client = LoopbackClient(port: server.port)
            let length = 2 * 1024 * 1024
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\r\n")
            #expect(client.send([UInt8](repeating: 0x61, count: length)))
            #expect(client.answer()?.status == 413)
            #expect(client.rest() == "")
            #expect(handler.refusals.withLock { $0 } == [.bodyTooLarge])
        }
    }

    /// If the machine stood still for longer than the linger time, the client gets more of it.
    @Test func `lets a client that sends too much slowly see the answer, too`() throws {
        let isSeen = try [1_000, 4_000, 16_000].contains { milliseconds in
            var isSeen = false
            try withServer(limits { $0.lingerTimeoutMilliseconds = milliseconds }) { server, _ in
                let client = LoopbackClient(port: server.port)
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n")
                let isTaken = (0..<16).allSatisfy { _ in
                    usleep(UInt32(milliseconds) * 100)
                    return client.send([UInt8](repeating: 0x61, count: 1_000))
                }
                isSeen = isTaken && client.answer()?.status == 413 && client.rest() == ""
            }
            return isSeen
        }
        #expect(isSeen)
    }

    @Test func `reads after the last answer for as long as a body may take`() throws {
        let brief = limits {
            $0.lingerTimeoutMilliseconds = 600_000
            $0.bodyTimeoutMilliseconds = 200
        }
        try withServer(brief) { server, _ in
            let client = LoopbackClient(port: server.port)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n")
            #expect(client.answer()?.status == 413)
            #expect(eventually { !client.send([0x61]) })
        }
    }
}

@Suite struct `Late answers` {
    @Test func `come in order and let the next request through`() throws {
        try withServer { server, handler in
            let client = LoopbackClient(port: server.port)
            client.send(get("/later") + get("/after"))
            handler.exchanges(1).first?.answer(Response(status: 201, body: [0x78]))
            #expect(client.answer()?.status == 201)
            #expect(client.answer()?.body == "/after")
        }
    }

    @Test func `are dropped when given twice`() throws {
        try withServer { server, handler in
            let client = LoopbackClient(port: server.port)
            client.send(get("/later"))
            let exchange = try #require(handler.exchanges(1).first)
            exchange.answer(Response(status: 201))
            exchange.answer(Response(status: 202))
            #expect(client.answer()?.status == 201)
            client.send(get("/later"))
            let second = try #require(handler.exchanges(2).last)
            exchange.answer(Response(status: 203))
            second.answer(Response(status: 204))
            #expect(client.answer()?.status == 204)
        }
    }

    @Test func `never reach another connection in the same slot`() throws {
        let limits = limits {
            $0.loops = 1
            $0.connectionsMax = 1
        }
        try withServer(limits) { server, handler in
            LoopbackClient(port: server.port).resetAfter {
                $0.send(get("/later"))
                _ = handler.exchanges(1)
            }
            // With one slot, the present client has the slot of the first one.
            var second: LoopbackClient?
            let isServed = eventually {
                second = LoopbackClient(port: server.port)
                second?.send(get("/here"))
                return second?.answer()?.body == "/here"
            }
            #expect(isServed)
            second?.send(get("/later"))
            let exchanges = handler.exchanges(2)
            exchanges[0].answer(Response(status: 500))
            exchanges[1].answer(Response(status: 200, body: Array("second".utf8)))
            #expect(second?.answer()?.body == "second")
        }
    }

    @Test func `are gathered for many connections`() throws {
        try withServer { server, handler in
            let clients = (0..<20).map { _ in LoopbackClient(port: server.port) }
            for client in clients { client.send(get("/later")) }
            var gathered = GatheredAnswers()
            for exchange in handler.exchanges(20) {
                gathered.add(exchange, Response(status: 200, body: Array("\(exchange.peer.port)".utf8)))
            }
            gathered.deliver()
            gathered.deliver()
            let ports = Set(clients.compactMap { $0.answer()?.body })
            #expect(ports.count == 20)
        }
    }

    @Test func `reach a handler called in memory`() {
        let peer = PeerAddress(ipv4: 203, 0, 113, 9, port: 1)
        let answers = Answers()
        let exchange = Exchange(peer: peer) { response in answers.statuses.withLock { $0.append(response.status) } }
        exchange.answer(Response(status: 200))
        var gathered = GatheredAnswers()
        gathered.add(exchange, Response(status: 201))
        gathered.deliver()
        #expect(answers.statuses.withLock { $0 } == [200, 201])
    }
}
