import Testing
import Wire

@Suite struct `Chunked content` {
    private enum Outcome: Equatable {
        case more
        case whole(String, rest: Int)
        case refused(ProtocolError)
    }

    private func read(_ pieces: [[UInt8]], limits: HTTPLimits) -> Outcome {
        var chunked = ChunkedBody(limits: limits)
        var body: [UInt8] = []
        var taken = 0
        for piece in pieces {
            var offset = 0
            do throws(ProtocolError) {
                try chunked.read(piece.span, from: &offset, into: &body)
            } catch {
                return .refused(error)
            }
            taken += offset
            if chunked.isComplete {
                return .whole(ascii(body), rest: pieces.reduce(0) { $0 + $1.count } - taken)
            }
        }
        return .more
    }

    private func expect(_ text: String, _ expected: Outcome, limits: HTTPLimits = HTTPLimits()) {
        for pieces in Cuts.all(of: text.bytes) {
            let outcome = read(pieces, limits: limits)
            #expect(outcome == expected, "\(text.debugDescription) cut \(pieces.map(\.count).prefix(3))")
            if outcome != expected { return }
        }
    }

    @Test(arguments: [
        ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"), ("1\r\na\r\n1\r\nb\r\n0\r\n\r\n", "ab"),
        ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"), ("0a\r\n0123456789\r\n000\r\n\r\n", "0123456789"),
        ("1;x\r\na\r\n0;y=z\r\n\r\n", "a"), ("1;x=\"a b;c, \\\"d\"\r\na\r\n0\r\n\r\n", "a"),
        ("1 ; x = y ;z\r\na\r\n0\r\n\r\n", "a"),
        ("1;x=\"\";y\r\na\r\n0\r\n\r\n", "a"), ("1\r\na\r\n0\r\nX-Sum: abc\r\nX-B:\r\n\r\n", "a"),
        ("2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
        ("0000000000000001\r\na\r\n0\r\n\r\n", "a"),
    ])
    func `is read to its last byte`(text: String, body: String) {
        expect(text, .whole(body, rest: 0))
    }

    @Test func `leaves what follows`() {
        #expect(read(["1\r\na\r\n0\r\n\r\nGET".bytes], limits: HTTPLimits()) == .whole("a", rest: 3))
    }

    @Test(arguments: [
        "", "5", "5\r\nhel", "5\r\nhello", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", "0\r\nX: a\r\n", "0\r\n\r",
    ])
    func `waits for the rest`(text: String) {
        expect(text, .more)
    }

    @Test(arguments: [
        "0x20\r\n", "+20\r\n", "-0\r\n", " 20\r\n", "2_0\r\n", "2g\r\n", "\r\n", ";a=b\r\n", "20\0\r\n", "2.0\r\n",
        "2 abc\r\n", "2 \r\n",
        "\u{FF12}\r\n", "2\rX", "2\r\r", "2\n", "2;a\nb", "2;a\rb\r\n", "2;\r\n", "2;\n", "2;a=\r\n", "2;a=\"b\r\n",
        "2;a=\"\\\r\n", "2;a b\r\n", "2;a=b \r\n",
        "2;a=\"b\"c\r\n", "2;=b\r\n", "1\r\nab", "1\r\naXX0\r\n", "1\r\na\r0", "1\r\na\n0", "00000000000000001\r\n",
    ])
    func `is refused when it is not chunked to the letter`(text: String) {
        expect(text, .refused(.malformedChunk))
    }

    @Test(arguments: [
        "0\r\nX-A : b\r\n", "0\r\nNoColon\r\n", "0\r\nX: a\nY", "0\r\nX: a\r\n c\r\n", "0\r\n: b", "0\r\nX: a\0",
        "0\r\n\rX",
    ])
    func `is refused if a trailer is not a field`(text: String) {
        expect(text, .refused(.malformedField))
    }

    @Test(arguments: [
        "100001\r\n", "7fffffffffffffff\r\n", "8000000000000000\r\n", "FFFFFFFFFFFFFFFF\r\n", "10000000000000020\r\n",
        "100000020\r\n",
        "9999999999999999999999999999999999999999\r\n",
        "80000\r\n" + String(repeating: "a", count: 0x80000) + "\r\n80001\r\n",
    ])
    func `is refused when it grows beyond the bound, without overflow`(text: String) {
        #expect(read([text.bytes], limits: HTTPLimits()) == .refused(.bodyTooLarge))
        #expect(read(text.bytes.map { [$0] }, limits: HTTPLimits()) == .refused(.bodyTooLarge))
    }

    @Test func `may be as large as the bound`() {
        var limits = HTTPLimits()
        limits.bodyBytesMax = 6
        expect("3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", .whole("abcdef", rest: 0), limits: limits)
        expect("3\r\nabc\r\n4\r\n", .refused(.bodyTooLarge), limits: limits)
    }

    @Test func `bounds extensions over all chunks, and trailers`() {
        var limits = HTTPLimits()
        limits.chunkExtensionBytesMax = 10
        limits.trailerBytesMax = 20
        limits.trailerLinesMax = 2
        expect("1;aaaa\r\na\r\n1;aaaaa\r\n", .refused(.chunkExtensionsTooLarge), limits: limits)
        expect("0\r\nX: aaaaaaaaaaaaaaaaaa", .refused(.trailersTooLarge), limits: limits)
        expect("0\r\nA:\r\nA:\r\nA", .refused(.trailersTooLarge), limits: limits)
    }

    @Test func `accepts only hexadecimal digits as a size`() {
        for byte in UInt8.min...UInt8.max where !";\r \t".utf8.contains(byte) {
            let isDigit = byte < 0x80 && Character(UnicodeScalar(byte)).isHexDigit
            let outcome = read([[0x31, byte]], limits: HTTPLimits())
            #expect(outcome == (isDigit ? .more : .refused(.malformedChunk)), "byte \(byte)")
        }
    }
}
