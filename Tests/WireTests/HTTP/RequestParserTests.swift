import Testing

@testable import Wire

@Suite struct `Request parser` {
    @Test(arguments: [
        ("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", "GET /healthz 1.1 @a"),
        ("GET /healthz HTTP/1.1\r\nHost:a:80\r\n\r\n", "GET /healthz 1.1 @a:80"),
        ("GET / HTTP/1.1\r\nAccept: */*\r\nhOsT:\t a \t\r\n\r\n", "GET / 1.1 @a"),
        ("GET /a?b=c?d HTTP/1.0\r\n\r\n", "GET /a?b=c?d 1.0 @-"),
        ("BREW /a HTTP/1.9\r\nHost: a\r\n\r\n", "BREW /a 1.1 @a"),
        ("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / 1.1 @a"),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nX!#$%&'*+-.^_`|~9: v\r\n\r\n", "GET / 1.1 @a"),
        ("POST http://b.example:8080/p?q HTTP/1.1\r\nHost: a\r\n\r\n", "POST /p?q 1.1 @b.example:8080"),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * 1.1 @a"),
        ("OPTIONS http://a HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * 1.1 @a"),
    ])
    func `reads valid heads in every way of cutting`(text: String, expected: String) {
        expectHead(text.bytes, .head(expected, rest: 0))
    }

    @Test func `leaves what follows the head`() {
        let (result, _) = parseHead(["GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /next".bytes])
        #expect(result == .head("GET / 1.1 @a", rest: 9))
    }

    @Test(arguments: [
        "GET", "GET /", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\r", "\r\n", "\r", "",
    ])
    func `asks for more of an unfinished head`(text: String) {
        expectHead(text.bytes, .more)
    }

    @Test(arguments: [
        " / HTTP/1.1\r\n", "GET HTTP/1.1\r\n", "GET /\r\n", "GET / \r\n", "GET\t/\tHTTP/1.1\r\n", "GET  / HTTP/1.1\r\n",
        "GET /  HTTP/1.1\r\n", "GET / HTTP/1.1 \r\n", "GET / HTTP/1.1 x\r\n", "GET / http/1.1\r\n", "GET / HTTP/1\r\n",
        "GET / HTTP/1.\r\n", "GET / HTTP/1.10\r\n", "GET / HTTP/1.1.1\r\n", "GET / HTTP/ 1.1\r\n",
        "GET / HTTPS/1.1\r\n",
        "GET / HTTP/4294967297.1\r\n", "GET / HTTP/1.1\r\r\n", "G\0T / HTTP/1.1\r\n", "G@T / HTTP/1.1\r\n",
        "GET / ICE/1.0\r\n", "\u{0}GET / HTTP/1.1\r\n", "\r\n\r\n\r\n\r\n\r\n", "SSH-2.0-OpenSSH_9.2p1\r\n",
    ])
    func `refuses malformed request lines`(text: String) {
        expectHead(text.bytes, .refused(.malformedRequestLine))
    }

    @Test(arguments: ["GET / HTTP/2.0\r\n", "GET / HTTP/0.9\r\n", "PRI * HTTP/2.0\r\n", "GET / HTTP/9.9\r\n"])
    func `distinguishes other major versions from malformed ones`(text: String) {
        expectHead(text.bytes, .refused(.versionUnsupported))
    }

    @Test(arguments: [
        "X-A : b", "X-A\t: b", ": b", "NoColon", " X: b", "\tX: b", "X[]: b", "X/A: b", "X\u{e9}: b", "X\u{1}A: b",
        "X-A: a\u{0}b", "X-A: a\u{7}b", "X-A: a\u{7f}b", "X-A: a\rb", "X-A: a\r", "X-A: b\r\n c",
        "Transfer\r-Encoding: b",
    ])
    func `refuses malformed fields`(line: String) {
        expectHead("GET / HTTP/1.1\r\nHost: a\r\n\(line)\r\n\r\n".bytes, .refused(.malformedField))
    }

    @Test func `accepts every byte that a field value may contain`() {
        for byte in UInt8.min...UInt8.max {
            let bytes = "GET / HTTP/1.0\r\nX: a".bytes + [byte] + "b\r\n\r\n".bytes
            let isLegal = byte == 9 || (byte >= 0x20 && byte != 0x7F)
            let (result, head) = parseHead([bytes])
            #expect((head != nil) == isLegal, "byte \(byte): \(result)")
            if isLegal { #expect(head?.value(of: "x").map(Array.init) == [0x61, byte, 0x62]) }
        }
    }

    @Test(arguments: [
        "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nX: b\nY: c\r\n\r\n", "\nGET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\n",
    ])
    func `refuses lines that end in a lone line feed`(text: String) {
        expectHead(text.bytes, .refused(.malformedLineEnd))
    }

    @Test func `knows the methods and no other spelling of them`() {
        for method in HTTPMethod.allCases where method != .other && method != .connect {
            #expect(soundHead("\(method.name) / HTTP/1.0\r\n\r\n")?.method == method)
        }
        for token in ["get", "GETX", "GE", "Post", "HEADS"] {
            #expect(soundHead("\(token) / HTTP/1.0\r\n\r\n")?.method == .other)
        }
        expectHead("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n".bytes, .refused(.connectUnsupported))
        expectHead("CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n".bytes, .refused(.malformedTarget))
    }

    @Test func `knows the method before the head is whole`() throws {
        var parser = RequestParser(limits: HTTPLimits())
        _ = try parser.parse("HEAD / HTTP/1.0\r\nX".bytes.span)
        #expect(parser.headSoFar("HEAD / HTTP/1.0\r\nX".bytes.span)?.method == .head)
    }

    @Test(arguments: [
        ("HEAD  / HTTP/1.1\r\n", true), ("HEAD / HTTP/2.0\r\n", true), ("HEAD /#a HTTP/1.1\r\n", true),
        ("HEAD /\r\n", true), ("HEAD /" + String(repeating: "a", count: 20_000), true),
        ("GET  / HTTP/1.1\r\n", false), ("HEADS  / HTTP/1.1\r\n", false), ("HEAD\r\n", false),
    ])
    func `knows that a refused request line begins with HEAD`(_ text: String, _ isKnown: Bool) {
        var parser = RequestParser(limits: HTTPLimits())
        #expect(throws: ProtocolError.self) { try parser.parse(text.bytes.span) }
        #expect(parser.asksForHead == isKnown)
    }

    @Test(arguments: [
        ("GET /a HTTP/1.1\r\nHost: a\r\nX: 1\r\n: 2\r\n", "/a Optional(\"a\") 2"),
        ("GET /a HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "/a nil 2"),
        ("\r\nGET /a HTTP/1.1\r\n\r\n", "/a nil 0"), ("GET /a\r\n", "/a nil 0"),
        ("\r\nGET /a/b?c HTTP/2.0\r\nHost: a\r\n", "/a/b nil 0"), ("GET /a b HTTP/1.1\r\n", "/a nil 0"),
        ("GET /a\u{1}b HTTP/1.1\r\n", "/a nil 0"), ("GET /a#b HTTP/1.1\r\n", "/a nil 0"), ("get /a\n", "/a nil 0"),
        ("GET http://h:1/a?b HTTP/9.9\r\n", "/a Optional(\"h:1\") 0"), ("GET http://h@/a HTTP/1.1\r\n", "/a nil 0"),
        ("GET  /a HTTP/1.1\r\n", nil), ("GET a HTTP/1.1\r\n", nil), ("GET http://h\r\nX: /a\r\n", nil),
        ("GET http://h?/a\r\n", nil), ("/a\r\n", nil),
        ("GET\r\n", nil), ("GET \r\n", nil), ("\u{16}/a\r\n", nil),
    ])
    func `returns the part of a refused head that it has read`(_ text: String, _ told: String?) {
        var parser = RequestParser(limits: HTTPLimits())
        let bytes = text.bytes
        #expect(throws: ProtocolError.self) { try parser.parse(bytes.span) }
        let head = parser.headSoFar(bytes.span)
        #expect(head.map { "\(ascii($0.path)) \($0.host.map { ascii($0) } as String?) \($0.fields.count)" } == told)
    }

    @Test func `returns the path of a request line that is too long, up to the bound`() {
        var limits = HTTPLimits()
        limits.requestLineBytesMax = 12
        for rest in ["?bcdefghijk", "?bcdefghijk HTTP/1.1\r\n", "?bc\u{1}"] {
            var parser = RequestParser(limits: limits)
            let bytes = "HEAD /a\(rest)".bytes
            _ = try? parser.parse(bytes.span)
            #expect(parser.headSoFar(bytes.span).map { ascii($0.path) } == "/a")
        }
        var parser = RequestParser(limits: limits)
        let bytes = ("HEAD /" + String(repeating: "a", count: 40)).bytes
        #expect(throws: ProtocolError.requestLineTooLong) { try parser.parse(bytes.span) }
        #expect(parser.headSoFar(bytes.span).map { ascii($0.path) } == "/aaaaaa")
    }

    @Test func `looks fields up by name without regard to case`() throws {
        let text = "GET / HTTP/1.0\r\nX-Two: 1\r\nX-One: a\r\nx-tWO:\t 2 3 \r\nX-Twos: no\r\n\r\n"
        let head = try #require(soundHead(text))
        #expect(head.value(of: "x-two").map(ascii) == "1")
        #expect(head.values(of: "x-two").map(ascii) == ["1", "2 3"])
        #expect(head.count(of: "x-two") == 2)
        #expect(head.singleValue(of: "x-two") == nil)
        #expect(head.singleValue(of: "x_two") == nil)
        #expect(head.singleValue(of: "x-one").map(ascii) == "a")
        #expect(head.value(of: "x-three") == nil)
        #expect(head.count(of: "x_two") == 0)
        #expect(head.fields.count == 4)
        #expect(ascii(head.target) == "/")
    }
}

@Suite struct `Bounds of a head` {
    private var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.requestLineBytesMax = 40
        limits.headBytesMax = 100
        limits.fieldLinesMax = 3
        return limits
    }

    @Test func `a request line may be as long as the bound and no longer`() {
        let fits = "GET /" + String(repeating: "a", count: 26) + " HTTP/1.0"
        expectHead(
            "\(fits)\r\n\r\n".bytes, .head("GET /\(String(repeating: "a", count: 26)) 1.0 @-", rest: 0), limits: limits
        )
        expectHead(
            "GET /\(String(repeating: "a", count: 27)) HTTP/1.0\r\n\r\n".bytes, .refused(.requestLineTooLong),
            limits: limits)
        expectHead("GET /\(String(repeating: "a", count: 37))".bytes, .refused(.requestLineTooLong), limits: limits)
        expectHead(String(repeating: "a", count: 42).bytes, .refused(.methodTooLong), limits: limits)
    }

    @Test func `a head may be as long as the bound and no longer`() {
        let line = "GET / HTTP/1.0\r\n"
        let fits = line + "X: " + String(repeating: "a", count: 100 - line.utf8.count - 7) + "\r\n\r\n"
        #expect(fits.utf8.count == 100)
        expectHead(fits.bytes, .head("GET / 1.0 @-", rest: 0), limits: limits)
        expectHead(
            line.bytes + "X: ".bytes + [UInt8](repeating: 0x61, count: 100), .refused(.headTooLarge), limits: limits)
        let over = line + "X: " + String(repeating: "a", count: 100 - line.utf8.count - 6) + "\r\n\r\n"
        expectHead(over.bytes, .refused(.headTooLarge), limits: limits)
    }

    @Test func `fields may be as many as the bound and no more`() {
        let line = "GET / HTTP/1.0\r\n"
        expectHead("\(line)A:\r\nA:\r\nA:\r\n\r\n".bytes, .head("GET / 1.0 @-", rest: 0), limits: limits)
        expectHead("\(line)A:\r\nA:\r\nA:\r\nA:\r\n\r\n".bytes, .refused(.headTooLarge), limits: limits)
    }
}
