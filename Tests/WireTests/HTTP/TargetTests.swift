import Testing
import Wire

@Suite struct `Request targets` {
    @Test(
        arguments: [
            ("/", "/", nil), ("/a/b", "/a/b", nil), ("/a?", "/a", ""), ("/a?b=c/../?d", "/a", "b=c/../?d"),
            ("/%41%2f", "/%41%2f", nil), ("//evil/x", "//evil/x", nil),
            ("/a;b=c:@!$&'()*+,=-._~", "/a;b=c:@!$&'()*+,=-._~", nil),
            ("/?a=%zz\"[c]{d}|e", "/", "a=%zz\"[c]{d}|e"), ("/%", "/%", nil), ("/a%4", "/a%4", nil),
            ("/%zz", "/%zz", nil), ("http://h", "/", nil), ("http://h/", "/", nil),
            ("HTTPS://h:1/x?y", "/x", "y"), ("http://h?y", "/", "y"), ("http://[::1]:80/x", "/x", nil),
            ("http://h:/x", "/x", nil), ("/a\\b", "/a\\b", nil), ("/{a}[b]/\"<c>^`|?d", "/{a}[b]/\"<c>^`|", "d"),
        ] as [(String, String, String?)])
    func `are split into their parts`(target: String, path: String, query: String?) throws {
        let head = try #require(soundHead("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"))
        #expect(ascii(head.path) == path)
        #expect(head.query.map(ascii) == query)
        #expect(ascii(head.target) == target)
    }

    @Test(arguments: [
        "*", "a", "healthz", "../x", "example.com:443", "/a#b", "/a?b#c", "http:///x", "http://", "http:/x",
        "ftp://h/x", "http://u:p@h/x",
        "http://h:x/",
        "http://h:70000/", "http://[::1/x", "http://h /x", "?a", "http://h%/x",
    ])
    func `are refused when no form fits`(target: String) {
        let (result, _) = parseHead(["GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n".bytes])
        #expect(result == .refused(.malformedTarget) || result == .refused(.malformedRequestLine))
    }

    @Test func `contain no blank, no control character, no number sign and nothing beyond ASCII`() {
        for byte in UInt8.min...UInt8.max {
            let bytes = "GET /a".bytes + [byte] + "b HTTP/1.0\r\n\r\n".bytes
            let isLegal = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
            #expect((parseHead([bytes]).1 != nil) == isLegal, "byte \(byte)")
        }
    }

    @Test(arguments: [
        ("", ""), ("abc", "abc"), ("%41%62c", "Abc"), ("%", "%"), ("%4", "%4"), ("%zz%41", "%zzA"), ("%%41", "%A"),
        ("a+b", "a+b"),
        ("%e2%82%ac", "€"),
    ])
    func `are decoded byte by byte, broken escapes left alone`(encoded: String, decoded: String) {
        #expect(PercentEncoding.decode(encoded.bytes[...]) == decoded.bytes)
    }

    @Test func `escape the bytes that are not kept`() {
        let plain = ByteSet("%-", withLettersAndDigits: true)
        var out: [UInt8] = []
        for byte in "a%\u{0}/-\u{7f}é".utf8 { PercentEncoding.append(byte, keeping: plain, to: &out) }
        #expect(out == "a%%00%2F-%7F%C3%A9".bytes)
    }

    @Test func `decode to any byte`() {
        for byte in UInt8.min...UInt8.max {
            var escaped: [UInt8] = []
            PercentEncoding.append(byte, keeping: ByteSet(""), to: &escaped)
            #expect(PercentEncoding.decode(escaped[...]) == [byte])
            let digits = Array("0123456789abcdef".utf8)
            let encoded = [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            #expect(PercentEncoding.decode(encoded[...]) == [byte])
        }
    }
}

@Suite struct `Host` {
    @Test(arguments: [
        "a", "localhost:8080", "localhost:", "127.0.0.1", "a.b-c_d~e", "[::1]", "[::1]:8080", "[1:2:3:4:5:6:7:8]",
        "[1::8]", "[::]",
        "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", "[v1.a:b]", "%41", "a!$&'()*+,;=", "a:65535", "a:00080",
    ])
    func `is accepted if its syntax is valid`(host: String) throws {
        let head = try #require(soundHead("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n"))
        #expect(head.host.map(ascii) == host)
    }

    @Test(arguments: [
        "", " ", ":80", "a/b", "u@a", "a?b", "a#b", "a, b", "a b", "a:b", "a:80:80", "a:65536",
        "a:99999999999999999999", "a:+80",
        "[::1", "[::1]x", "[::1]:x", "[]", "[zz::zz]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1::2::3]",
        "[12345::]", "[:1::2]",
        "[::1:]", "[1:2:3:4:5:6:7::8:9]", "[::1.2.3]", "[::1.2.3.256]", "[::01.2.3.4]", "[fe80::1%25eth0]", "[v.a]",
        "[v1.]", "\"a\"", "a%zz",
        "a%4", "ex\u{e4}mple", "a\\b", "http://a", "a<b>",
    ])
    func `is refused if it is not a host with an optional port`(host: String) {
        for version in ["1.0", "1.1"] {
            let (result, _) = parseHead(["GET / HTTP/\(version)\r\nHost: \(host)\r\n\r\n".bytes])
            #expect(result == .refused(.invalidHost))
        }
    }

    @Test func `must be there in HTTP/1.1, once`() {
        expectHead("GET / HTTP/1.1\r\n\r\n".bytes, .refused(.missingHost))
        expectHead("GET http://a/ HTTP/1.1\r\n\r\n".bytes, .refused(.missingHost))
        expectHead("GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n".bytes, .refused(.invalidHost))
        expectHead("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n".bytes, .refused(.invalidHost))
    }
}
