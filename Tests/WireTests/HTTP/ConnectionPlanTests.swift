import Testing

@Suite struct `Connection plan` {
    private typealias Step = PlannedConnection.Step

    private func play(room: Int = .max, _ scenario: [(Step, String)]) {
        var connection = PlannedConnection(room: room)
        var log: [String] = []
        for (step, _) in scenario { log.append(connection.play(step)) }
        #expect(log == scenario.map { $0.1 })
    }

    @Test func `time between requests begins with the connection and with each answer`() {
        play([
            (.passes(74), "request until 75"),
            (.sends("\r\n"), "request until 75"),
            (.sends(get("/a")), "handle /a; answer; request until 149"),
            (.passes(74), "request until 149"),
            (.passes(1), "close"),
        ])
    }

    @Test func `a head has a time of its own, however slowly it comes`() {
        play([
            (.passes(5), "request until 75"),
            (.sends("GET / HT"), "head until 15"),
            (.passes(9), "head until 15"),
            (.sends("TP/1.1\r\n"), "head until 15"),
            (.passes(1), "refuse headTimeout; last answer; end sending; end until 17 and 75"),
            (.passes(2), "close"),
        ])
    }

    @Test func `the head after an answer has a new time`() {
        play([
            (.sends("GET / HT"), "head until 10"),
            (.passes(9), "head until 10"),
            (.sends("TP/1.1\r\nHost: a\r\n\r\nGET"), "handle /; answer; head until 19"),
            (.passes(9), "head until 19"),
            (.passes(1), "refuse headTimeout; last answer; end sending; end until 21 and 79"),
        ])
    }

    @Test func `content may be silent for a while and take a longer time in all`() {
        play([
            (.sends(post(length: 9) + "a"), "content until 20 and 60"),
            (.passes(19), "content until 20 and 60"),
            (.sends("b"), "content until 39 and 60"),
            (.passes(19), "content until 39 and 60"),
            (.sends("c"), "content until 58 and 60"),
            (.passes(19), "content until 58 and 60"),
            (.sends("d"), "content until 77 and 60"),
            (.passes(3), "refuse bodyTimeout; last answer; end sending; end until 62 and 120"),
        ])
        play([
            (.sends(post(length: 9)), "content until 20 and 60"),
            (.passes(20), "refuse bodyTimeout; last answer; end sending; end until 22 and 80"),
        ])
    }

    @Test func `content after an answer has a new time`() {
        play([
            (.sends(post("/a", length: 2) + "h"), "content until 20 and 60"),
            (.passes(10), "content until 20 and 60"),
            (.sends("i" + post("/b", length: 2)), "handle /a hi; answer; content until 30 and 70"),
            (.sends("ho"), "handle /b ho; answer; request until 85"),
        ])
    }

    @Test func `a request without an answer ends its connection`() {
        play([
            (.sends(get("/late")), "handle /late; answer until 50"),
            (.passes(49), "answer until 50"),
            (.sends("GET"), "answer until 50"),
            (.passes(1), "close"),
        ])
    }

    @Test func `requests after one that waits also wait, and a few bytes of them are kept`() {
        play([
            (.sends(get("/late") + get("/a")), "handle /late; answer until 50"),
            (.sends(get("/late2") + get("/b")), "answer until 50, not reading"),
            (.passes(9), "answer until 50, not reading"),
            (.answers, "answer; handle /a; answer; handle /late2; answer until 59"),
            (.answers, "answer; handle /b; answer; request until 84"),
        ])
    }

    @Test func `a client that does not read is given no more answers, and a time to take them`() {
        play(
            room: 20,
            [
                (
                    .sends(get("/large") + get("/large") + get("/a")),
                    "handle /large; answer; handle /large; answer; room until 30"
                ),
                (.passes(29), "room until 30"),
                (.takes(100), "room until 30"),
                (.sends(get("/b")), "room until 30"),
                (.takes(80), "handle /a; answer; room until 30"),
                (.takes(20), "handle /b; answer; request until 104"),
            ])
        play(
            room: 20,
            [
                (.sends(get("/large")), "handle /large; answer; room until 30"),
                (.passes(29), "room until 30"),
                (.takes(79), "room until 30"),
                (.passes(1), "close"),
            ])
    }

    @Test func `the time of content goes on while the client does not read`() {
        play(
            room: 20,
            [
                (
                    .sends(get("/large") + post(length: 2) + "a"),
                    "handle /large; answer; room until 30 and 60"
                ),
                (.passes(10), "room until 30 and 60"),
                (.takes(80), "content until 30 and 60"),
                (.sends("b"), "handle / ab; answer; room until 40"),
                (.passes(30), "close"),
            ])
    }

    @Test func `the end of the client's side comes after the answers to what came before`() {
        play([(.ends, "close")])
        play([(.sends("\r\n"), "request until 75"), (.ends, "close")])
        play([(.sends(get()), "handle /; answer; request until 75"), (.ends, "close")])
        play([(.sends("GET"), "head until 10"), (.ends, "refuse incompleteRequest; last answer; close")])
        play([
            (.sends(post(length: 2) + "a"), "content until 20 and 60"),
            (.ends, "refuse incompleteRequest; last answer; close"),
        ])
        play([
            (.sends(get("/late") + get("/a")), "handle /late; answer until 50"),
            (.ends, "answer until 50, not reading"),
            (.answers, "answer; handle /a; answer; close"),
        ])
        play([
            (.sends(get("/late") + "GET"), "handle /late; answer until 50"),
            (.ends, "answer until 50, not reading"),
            (.answers, "answer; refuse incompleteRequest; last answer; close"),
        ])
        play([
            (.sends(get("/last")), "handle /last; last answer; end sending; end until 2 and 60"),
            (.ends, "close"),
        ])
    }

    @Test func `a client that has ended its side and does not read has a time to take the answer`() {
        play(
            room: 20,
            [
                (.sends(get("/late-large")), "handle /late-large; answer until 50"),
                (.ends, "answer until 50, not reading"),
                (.answers, "answer; room until 30"),
                (.takes(80), "close"),
            ])
        play(
            room: 20,
            [
                (.sends(get("/late-large-last")), "handle /late-large-last; answer until 50"),
                (.ends, "answer until 50, not reading"),
                (.answers, "last answer; room until 30"),
                (.passes(30), "close"),
            ])
    }

    @Test func `a stop ends an idle connection and makes the next answer the last one`() {
        play([(.stops, "close")])
        play([(.sends("\r\n"), "request until 75"), (.stops, "close")])
        play([
            (.sends("GET / HTTP/1.1\r\n"), "head until 10"),
            (.stops, "head until 10"),
            (.sends("Host: a\r\n\r\n"), "handle /; last answer; end sending; end until 2 and 60"),
        ])
        play([
            (.sends(post(length: 2) + "a"), "content until 20 and 60"),
            (.stops, "content until 20 and 60"),
            (.sends("b"), "handle / ab; last answer; end sending; end until 2 and 60"),
        ])
        play([
            (.sends(get("/late") + get("/a")), "handle /late; answer until 50"),
            (.stops, "answer until 50"),
            (.answers, "last answer; end sending; end until 2 and 60"),
            (.ends, "close"),
        ])
        play(
            room: 20,
            [
                (.sends(get("/large")), "handle /large; answer; room until 30"),
                (.stops, "room until 30"),
                (.takes(80), "close"),
            ])
        play([
            (.sends(get("/last")), "handle /last; last answer; end sending; end until 2 and 60"),
            (.stops, "end until 2 and 60"),
        ])
    }

    @Test func `bytes after the last answer are dropped, for a limited time and up to a bound`() {
        let refused = "refuse bodyTooLarge; last answer; end sending; end until 2 and 60"
        play([
            (.sends(post(length: 2_000_000)), refused),
            (.passes(1), "end until 2 and 60"),
            (.sends("aaa"), "end until 3 and 60"),
            (.passes(2), "close"),
        ])
        play([
            (.sends(post(length: 2_000_000)), refused),
            (.sends(String(repeating: "a", count: 1_000)), "end until 2 and 60"),
            (.sends("a"), "close"),
        ])
        var connection = PlannedConnection()
        #expect(connection.play(.sends(post(length: 2_000_000))) == refused)
        for second in Int64(1)..<60 {
            _ = connection.play(.passes(1))
            #expect(connection.play(.sends("a")) == "end until \(second + 2) and 60")
        }
        #expect(connection.play(.passes(1)) == "close")
    }

    @Test func `a refusal that the client does not read is owed before its side ends`() {
        play(
            room: 5,
            [
                (.sends(post(length: 2_000_000)), "refuse bodyTooLarge; last answer; room until 30 and 60"),
                (.sends("aaa"), "room until 30 and 60"),
                (.passes(10), "room until 30 and 60"),
                (.takes(5), "end sending; end until 12 and 60"),
                (.passes(2), "close"),
            ])
    }

    @Test func `the client is asked for content while the server waits for it`() {
        let expects = "Expect: 100-continue\r\n"
        play([
            (.sends(post(length: 2, expects)), "continue; content until 20 and 60"),
            (.sends("hi"), "handle / hi; answer; request until 75"),
            (.sends(post(length: 2, expects) + "hi"), "handle / hi; answer; request until 75"),
        ])
        play(
            room: 0,
            [
                (.sends(post(length: 2, expects)), "continue; room until 30 and 60"),
                (.takes(1), "content until 20 and 60"),
            ])
    }

    @Test func `the last request of a connection is the one that says so`() {
        let last = "handle /; last answer; end sending; end until 2 and 60"
        play([(.sends(get("/", "Connection: close\r\n") + get("/a")), last)])
        play([(.sends(get("/", version: "1.0") + get("/a")), last)])
        play([
            (
                .sends(get("/", "Connection: keep-alive\r\n", version: "1.0") + get("/a")),
                "handle /; answer; handle /a; answer; request until 75"
            )
        ])
        play([
            (.sends(get("/late", "Connection: close\r\n") + get("/a")), "handle /late; answer until 50"),
            (.answers, "last answer; end sending; end until 2 and 60"),
        ])
    }

    @Test func `any events leave a connection in a valid state, and it ends`() {
        let seed = SystemRandomNumberGenerator.oneNumber()
        var random = Random(seed: seed)
        for round in 0..<2_000 {
            var connection = PlannedConnection(room: random.below(2) == 0 ? .max : 20)
            var log: [String] = []
            for _ in 0..<random.below(12) { log.append(connection.play(Self.step(&random))) }
            for _ in 0..<9 { log.append(connection.play(.waits)) }
            let isClosed = connection.isClosed
            #expect(isClosed, "round \(round) of seed \(seed): \(log)")
            #expect(!log.joined().contains("reads behind the end"), "round \(round) of seed \(seed): \(log)")
        }
    }

    private static func step(_ random: inout Random) -> Step {
        switch random.below(10) {
        case 0: .sends(get(["/a", "/late", "/large", "/late-large", "/last"][random.below(5)]))
        case 1: .sends(post(length: 3) + ["", "ab", "abc", "abcGET"][random.below(4)])
        case 2: .sends(["\r\n", "GET / HT", "\0", "abc"][random.below(4)])
        case 3: .sends(get("/large") + get("/large") + get(["/a", "/late"][random.below(2)]))
        case 4: .ends
        case 5: .takes(random.below(300))
        case 6: .stops
        case 7: .passes(Int64(random.below(30)))
        default: .answers
        }
    }
}
