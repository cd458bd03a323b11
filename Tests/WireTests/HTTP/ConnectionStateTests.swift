import Testing
import Wire

@Suite struct `Connection state`: ~Copyable {
    private var state = ConnectionState(limits: HTTPLimits())

    /// Passes these bytes as one read and returns the result in words. Unused bytes are dropped.
    private mutating func feed(_ text: String) -> [String] {
        let bytes = text.bytes
        var offset = 0
        var words: [String] = []
        while true {
            let action = state.read(bytes.span, from: &offset)
            words.append(word(action))
            switch action {
            case .handle: _ = state.answer(closes: false)
            case .sendContinue: continue
            case .wait, .refuse, .close: return words
            }
        }
    }

    private func word(_ action: ConnectionState.Action) -> String {
        switch action {
        case .wait: "wait"
        case .sendContinue: "continue"
        case .handle(let request): "\(ascii(request.head.path)) \(ascii(request.body))"
        case .refuse(let error, let head): "\(error)\(head == nil ? "" : " with head")"
        case .close: "close"
        }
    }

    private func get(_ fields: String = "", version: String = "1.1") -> String {
        "GET / HTTP/\(version)\r\nHost: a\r\n\(fields)\r\n"
    }

    @Test mutating func `answers pipelined requests in order and goes on`() {
        let text = get() + "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + "\r\n" + get()
        #expect(feed(text) == ["/ ", "/b hi", "/ ", "wait"])
        #expect(state.phase == .idle)
    }

    @Test mutating func `does not read on before the answer`() {
        let bytes = (get() + get()).bytes
        var offset = 0
        guard case .handle = state.read(bytes.span, from: &offset) else { return #expect(Bool(false)) }
        guard case .wait = state.read(bytes.span, from: &offset) else { return #expect(Bool(false)) }
        #expect(offset == bytes.count / 2)
        #expect(state.phase == .answering)
    }

    @Test(arguments: [
        ("", "1.1", true), ("Connection: close\r\n", "1.1", false), ("Connection: CLOSE\t\r\n", "1.1", false),
        ("Connection: x\r\nConnection: close\r\n", "1.1", false), ("Connection: keep-alive, close\r\n", "1.1", false),
        ("Connection: closed\r\n", "1.1", true), ("Proxy-Connection: close\r\n", "1.1", true), ("", "1.0", false),
        ("Connection: keep-alive\r\n", "1.0", true), ("Connection: Keep-Alive, close\r\n", "1.0", false),
        ("Connection: upgrade\r\n", "1.0", false), ("Connection: , ,close\r\n", "1.1", false),
    ])
    mutating func `persists as the client asks`(fields: String, version: String, persists: Bool) {
        var offset = 0
        guard case .handle = state.read(get(fields, version: version).bytes.span, from: &offset) else {
            return #expect(Bool(false))
        }
        #expect(state.answer(closes: false).persists == persists)
        #expect(state.phase == (persists ? .idle : .lingering))
    }

    @Test mutating func `ends when the handler says so`() {
        var offset = 0
        _ = state.read(get().bytes.span, from: &offset)
        #expect(!state.answer(closes: true).persists)
        #expect(feed("GET /more") == ["wait"])
        state.peerEnded()
        #expect(feed("") == ["close"])
    }

    @Test mutating func `ends after a refusal and remembers HEAD`() {
        #expect(feed("HEAD / HTTP/1.1\r\nX : a\r\n") == ["malformedField with head"])
        let context = state.answer(closes: false)
        #expect(context == AnswerContext(method: .head, persists: false))
        #expect(feed(get()) == ["wait"])
    }

    @Test(arguments: [
        ("Content-Length: 2000000\r\n", "bodyTooLarge with head"),
        ("Content-Length: x\r\n", "invalidContentLength with head"),
        ("Expect: x\r\nContent-Length: 2\r\n", "expectationFailed with head"),
        ("Expect: 100-continue;a=b\r\nContent-Length: 2\r\n", "expectationFailed with head"),
        ("Expect: 100-continue, x\r\n", "expectationFailed with head"),
        ("Expect: 100-continue\r\nContent-Length: 2000000\r\n", "bodyTooLarge with head"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "conflictingFraming with head"),
    ])
    mutating func `refuses at the head content that it will not read`(fields: String, expected: String) {
        #expect(feed(get(fields)) == [expected])
    }

    @Test mutating func `asks for the content only while it is outstanding`() {
        let fields = "Expect: 100-Continue\r\nContent-Length: 2\r\n"
        #expect(feed(get(fields)) == ["continue", "wait"])
        #expect(feed("h") == ["wait"])
        #expect(feed("i") == ["/ hi", "wait"])
        #expect(feed(get(fields) + "hi") == ["/ hi", "wait"])
        #expect(feed(get(fields) + "h") == ["wait"])
        #expect(feed("i") == ["/ hi", "wait"])
        #expect(feed(get("Expect: 100-continue\r\n")) == ["/ ", "wait"])
        #expect(feed(get("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n")) == ["continue", "wait"])
        #expect(feed("0\r\n\r\n") == ["/ ", "wait"])
        #expect(feed(get("Expect: anything\r\n", version: "1.0")) == ["/ ", "wait"])
    }

    @Test mutating func `drops trailers`() {
        let post =
            "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nContent-Length: 9\r\n\r\n"
        #expect(feed(post + get()) == ["/p x", "/ ", "wait"])
    }

    @Test(arguments: [
        ("", "close"), ("\r", "close"), ("\r\n", "close"), ("\r\nG", "incompleteRequest"),
        ("GET /", "incompleteRequest with head"), ("GET / HTTP/1.1\r\nHost: a\r\nAcc", "incompleteRequest with head"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nh", "incompleteRequest with head"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n", "incompleteRequest with head"),
    ])
    mutating func `distinguishes a clean end from a cut one`(text: String, expected: String) {
        state.peerEnded()
        #expect(feed(text) == [expected])
    }

    @Test mutating func `answers requests that came before the end`() {
        let bytes = (get() + get()).bytes
        var offset = 0
        _ = state.read(bytes.span, from: &offset)
        state.peerEnded()
        #expect(state.answer(closes: false).persists)
        guard case .handle = state.read(bytes.span, from: &offset) else { return #expect(Bool(false)) }
        _ = state.answer(closes: false)
        guard case .close = state.read(bytes.span, from: &offset) else { return #expect(Bool(false)) }
        #expect(state.phase == .closed)
    }

    @Test(arguments: [
        ("", "close"), ("\r", "close"), ("\r\n", "close"), ("\r\n\r\n", "close"), ("G", "headTimeout"),
        ("\r\nG", "headTimeout"), ("GET /", "headTimeout with head"), ("GET / HTTP/1.1\r\n", "headTimeout with head"),
        ("GET / HTTP/1.1\r\nHost: a\r\nAcc", "headTimeout with head"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n", "bodyTimeout with head"),
    ])
    mutating func `answers a deadline if a request has begun`(text: String, expected: String) {
        #expect(feed(text) == ["wait"])
        #expect(word(state.timeOut(text.bytes.span)) == expected)
    }

    @Test mutating func `stops after the present request`() {
        #expect(feed("GET / HTTP/1.1\r\n") == ["wait"])
        state.stop()
        var offset = 0
        let rest = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".bytes
        guard case .handle = state.read(rest.span, from: &offset) else { return #expect(Bool(false)) }
        #expect(!state.answer(closes: false).persists)
    }

    @Test mutating func `stops at once when idle`() {
        state.stop()
        #expect(feed("") == ["close"])
    }

    @Test mutating func `gives one outcome for every way of cutting`() {
        let text =
            "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n" + get()
        for pieces in Cuts.all(of: text.bytes) {
            var state = ConnectionState(limits: HTTPLimits())
            var held: [UInt8] = []
            var requests: [String] = []
            for piece in pieces {
                held += piece
                var offset = 0
                while case .handle(let request) = state.read(held.span, from: &offset) {
                    requests.append("\(ascii(request.head.path)) \(ascii(request.body))")
                    _ = state.answer(closes: false)
                }
                held.removeFirst(offset)
            }
            #expect(requests == ["/p abc", "/ "])
            #expect(held.isEmpty)
        }
    }
}
