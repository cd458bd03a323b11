import Testing
import Wire

@Suite struct `Response encoder` {
    private func encode(_ response: Response, _ context: AnswerContext = AnswerContext()) -> String {
        var encoder = ResponseEncoder(keepAliveSeconds: 75)
        encoder.setClock(secondsSince1970: 784_111_777)
        var buffer: [UInt8] = []
        encoder.encode(response, in: context, into: &buffer)
        return ascii(buffer)
    }

    /// The beginning of each answer after which the connection stays open.
    private let date =
        "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n"

    @Test func `writes head and content`() {
        let response = Response(
            status: 201, contentType: "application/json", fields: [HeaderField(name: "X-A", value: "b")],
            body: "{}".bytes)
        #expect(
            encode(response) == "HTTP/1.1 201 Created\r\n\(date)Content-Type: application/json\r\nContent-Length: 2\r\n"
                + "X-A: b\r\n\r\n{}")
    }

    @Test func `writes the request's id after the other fields, without another line`() {
        var response = Response(status: 200, fields: [HeaderField(name: "X-A", value: "b")])
        response.requestID = "r1\r\nX-B: c"
        #expect(
            encode(response)
                == "HTTP/1.1 200 OK\r\n\(date)Content-Length: 0\r\nX-A: b\r\nX-Request-Id: r1  X-B: c\r\n\r\n")
    }

    @Test func `keeps the length and drops the content for HEAD`() {
        let text = encode(Response(status: 200, body: "hello".bytes), AnswerContext(method: .head))
        #expect(text == "HTTP/1.1 200 OK\r\n\(date)Content-Length: 5\r\n\r\n")
    }

    @Test(arguments: [204, 304])
    func `writes neither content nor length where there can be none`(status: Int) {
        let text = encode(Response(status: status, body: "hello".bytes))
        #expect(!text.contains("Content-Length"))
        #expect(text.hasSuffix("timeout=75\r\n\r\n"))
    }

    @Test func `says whether the connection stays open`() {
        let response = Response(status: 200)
        let closing = encode(response, AnswerContext(persists: false))
        #expect(closing.contains("GMT\r\nConnection: close\r\n"))
        #expect(!closing.contains("eep-"))
        #expect(encode(response).contains("GMT\r\nConnection: keep-alive\r\nKeep-Alive: timeout=75\r\n"))
    }

    @Test func `writes shared fields after its own`() {
        let shared = FieldBlock([
            HeaderField(name: "X-B", value: "c\r\nX-Evil: d"), HeaderField(name: "Connection", value: "x"),
            HeaderField(name: "X-C", value: ""),
        ])
        var response = Response(status: 200, fields: [HeaderField(name: "X-A", value: "b")])
        response.sharedFields = shared
        response.requestID = "r1"
        #expect(
            encode(response).hasSuffix("X-A: b\r\nX-B: c  X-Evil: d\r\nX-C: \r\nX-Request-Id: r1\r\n\r\n"))
        #expect(FieldBlock([]).lines.isEmpty)
    }

    @Test func `cannot be made to write another line`() {
        let fields = [
            HeaderField(name: "X-A", value: "b\r\nX-Evil: c\u{0}\u{7f}\u{1b}"),
            HeaderField(name: "X\r\nX-Evil", value: "c"),
            HeaderField(name: "X A", value: "c"), HeaderField(name: "", value: "c"),
            HeaderField(name: "content-LENGTH", value: "9"),
            HeaderField(name: "Transfer-Encoding", value: "chunked"), HeaderField(name: "connection", value: "x"),
        ]
        let text = encode(Response(status: 200, contentType: "a/b\r\nX-Evil: d", fields: fields))
        #expect(
            text
                == "HTTP/1.1 200 OK\r\n\(date)Content-Type: a/b  X-Evil: d\r\nContent-Length: 0\r\n"
                + "X-A: b  X-Evil: c   \r\n\r\n"
        )
    }

    @Test func `replaces every byte that a value may not contain by a space`() {
        for scalar in (0...0xFF).compactMap(UnicodeScalar.init) {
            let text = encode(Response(status: 200, fields: [HeaderField(name: "X", value: String(scalar))]))
            let isControl = (scalar.value < 0x20 && scalar.value != 9) || scalar.value == 0x7F
            #expect(text.contains("\r\nX: \(isControl ? " " : String(scalar))\r\n"))
        }
    }

    @Test func `replaces a control character at each index of a value`() {
        for length in 1..<20 {
            for index in 0..<length {
                var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                bytes[index] = 0x0A
                let field = HeaderField(name: "X", value: String(decoding: bytes, as: UTF8.self))
                bytes[index] = UInt8(ascii: " ")
                let text = encode(Response(status: 200, contentType: field.value, fields: [field]))
                #expect(text.contains("\r\nX: \(ascii(bytes))\r\n"))
                #expect(text.contains("\r\nContent-Type: \(ascii(bytes))\r\n"))
            }
        }
    }

    @Test func `adds to what is in the buffer`() {
        var buffer = "before".bytes
        ResponseEncoder(keepAliveSeconds: 1).encode(Response(status: 200), in: AnswerContext(), into: &buffer)
        #expect(ascii(buffer).hasPrefix("beforeHTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nC"))
    }

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (Int64.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (Int64.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
        ] as [(Int64, String)])
    func `writes dates as HTTP wants them`(seconds: Int64, expected: String) {
        #expect(ascii(HTTPDate.render(secondsSince1970: seconds)) == expected)
    }
}

@Suite struct `Protocol errors` {
    @Test func `all have a client's or server's error status and a sentence`() {
        for error in ProtocolError.allCases {
            #expect([400, 408, 413, 414, 417, 431, 501, 505].contains(error.statusHint))
            #expect(error.reason.hasSuffix("."))
        }
    }
}
