import Checkout
import Testing

@testable import Gateway

@Suite struct `Return target` {
    @Test(arguments: [
        ("https://shop.example", "https://shop.example"), ("https://shop.example/", "https://shop.example/"),
        ("HTTPS://Shop.EXAMPLE/Path?Q#F", "https://shop.example/Path?Q#F"),
        ("http://localhost:3000/dashboard?success=true", "http://localhost:3000/dashboard?success=true"),
        ("https://a.example:/x", "https://a.example/x"), ("https://a.example:0443/x", "https://a.example:443/x"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://a.example/caf\u{E9}?\u{20A6}", "https://a.example/caf%C3%A9?%E2%82%A6"),
        ("https://a.example/\"<>`{}|^[]", "https://a.example/%22%3C%3E%60%7B%7D%7C%5E%5B%5D"),
        ("https://a.example/#a#b", "https://a.example/#a%23b"),
        ("https://a.example/%41%zz", "https://a.example/%41%zz"),
        ("https://a.example//evil.example/x", "https://a.example//evil.example/x"),
        ("https://a.example/?next=javascript:alert(1)", "https://a.example/?next=javascript:alert(1)"),
        ("https://user:pass@a.example/", "https://user:pass@a.example/"),
        ("https://a.example/thank you?a b#c d", "https://a.example/thank%20you?a%20b#c%20d"),
        ("https://\u{FC}ser@a.example/", "https://%C3%BCser@a.example/"),
        ("https://_dmarc.a.example/", "https://_dmarc.a.example/"), ("https://-a.example/", "https://-a.example/"),
        ("https://a.example./", "https://a.example./"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("https://[::ffff:192.0.2.1]:443/", "https://[::ffff:192.0.2.1]:443/"),
    ])
    func `is followed`(_ url: String, _ location: String) {
        #expect(ReturnTarget(url, sessionID: "")?.location == location)
    }

    @Test(arguments: [
        "", "https", "https:", "https:/", "https://", "https:///evil.example", "https:evil.example", "//evil.example",
        "/path", "javascript:alert(1)", "JavaScript:alert(1)//https://a.example", "data:text/html,<script>",
        "vbscript:x", "file:///etc/passwd", "ftp://a.example/", "blob:https://a.example/x", "myapp://done",
        " https://a.example", "https://a.example ", "https://a.exa mple", "java\nscript:alert(1)",
        "https://a.example/\r\nSet-Cookie: a=b", "https://a.example/\nx", "https://a.example/\tx",
        "https://a.example/\u{0}",
        "https://a.example/\u{7F}", "https://a.example\\@evil.example/", "https:\\\\evil.example",
        "https://a@b@c.example",
        "https://a.example:99999/", "https://a.example:0/", "https://a.example:8o/", "https://:80/", "https://?x",
        "https://#x", "https://a.example%2fevil/", "https://a%00.example/", "https://%FF.example/",
        "https://a%zz.example/",
        "https://a..example/", "https://.example/", "https://../", "https://a.1.2.3.4.5/", "https://1.2.3.256/",
        "https://256.1/x/../", "https://0x100000000/", "https://08.1/", "https://[::1]a/", "https://[v1.a]/",
        "https://[1:2:3]/", "https://[fe80::1%25eth0]/",
        "https://{CHECKOUT_SESSION_ID}.evil.example/", "https://[::1/", "https://[javascript]/", "https://]/",
        "https://<script>@a.example/", "https://a.example;script-src/", "https://a,b/", "https://a~b/",
        "http\u{FF53}://a.example/", "https\u{200B}://a.example/", "https://a.example/x ", "https:// a.example/",
    ])
    func `is not followed`(_ url: String) {
        #expect(ReturnTarget(url, sessionID: "") == nil)
    }

    /// The expected hosts are those of Node's `URL`, which implements the WHATWG standard.
    @Test(arguments: [
        ("m\u{FC}nchen.example", "xn--mnchen-3ya.example"), ("M\u{DC}NCHEN.Example", "xn--mnchen-3ya.example"),
        ("mu\u{308}nchen.example", "xn--mnchen-3ya.example"), ("m%C3%BCnchen.example", "xn--mnchen-3ya.example"),
        ("xn--MNCHEN-3ya.example", "xn--mnchen-3ya.example"), ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("stra\u{DF}e.example", "xn--strae-oqa.example"), ("a.example\u{3002}evil", "a.example.evil"),
        ("例え。テスト。", "xn--r8jz45g.xn--zckzah."), ("ａ．ｅｘａｍｐｌｅ", "a.example"), ("ｅxample｡com", "example.com"),
        ("_a.m\u{FC}nchen.example", "_a.xn--mnchen-3ya.example"),
        ("-a.m\u{FC}nchen.example", "-a.xn--mnchen-3ya.example"), ("a\u{AD}b.example", "ab.example"),
        ("\u{5D0}.example", "xn--4db.example"), ("xn--ls8h.example", "xn--ls8h.example"),
        ("%65vil.example", "evil.example"), ("a.example%2eevil", "a.example.evil"),
        ("127.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7F.0.0.1", "127.0.0.1"), ("0177.0.0.01", "127.0.0.1"),
        ("1.2.3.4.", "1.2.3.4"), ("１２７.0.0.1", "127.0.0.1"), ("0x", "0.0.0.0"),
    ])
    func `has the host that a browser reads`(_ host: String, _ ascii: String) {
        let target = ReturnTarget("https://\(host):8443/", sessionID: "")
        #expect(target?.location == "https://\(ascii):8443/")
        #expect(target?.shownHost == "\(ascii):8443")
    }

    @Test(arguments: [
        "xn--a.example", "xn--.example", "\u{301}a.example", "ab\u{200D}c.example", "\u{5D0}a.example", "\u{AD}",
        "\u{AD}.example", "\u{2100}.example", "\u{FC}\u{FF0F}a.example", "\u{FC}<.example", "a\u{FFFD}.example",
        "a\u{2488}.example", String(repeating: "a", count: 64) + ".example",
        String(repeating: "\u{FC}", count: 70) + ".example", String(repeating: "abcdefghi.", count: 26) + "example",
        String(repeating: "\u{FC}", count: 100_000),
    ])
    func `refuses a host that no browser looks up`(_ host: String) {
        #expect(throws: WebURL.Fault.self) {
            _ = try ReturnTarget("https://\(host)/", sessionID: "", asciiHost: InternationalName.ascii)
        }
    }

    @Test(arguments: [
        ("/local", WebURL.Fault.notAbsolute), ("https://a.example/\t", .character),
        ("https://a@b@c.example", .userInformation), ("https://a,b/", .host), ("https://a.example:0/", .port),
        ("https://a.example/" + String(repeating: "x", count: 4_096), .length),
    ])
    func `says which rule a URL breaks`(_ url: String, _ fault: WebURL.Fault) {
        #expect(ReturnTarget.fault(in: url.utf8.span, asciiHost: InternationalName.ascii) == fault)
    }

    @Test(arguments: [
        ("https://paypal.com@evil.example/", "evil.example"),
        ("https://paypal.com:443@evil.example:8443/paypal.com", "evil.example:8443"),
        ("https://paypal.com%2Flogin@evil.example/", "evil.example"),
    ])
    func `is shown by its real host`(_ url: String, _ host: String) {
        #expect(ReturnTarget(url, sessionID: "")?.shownHost == host)
    }

    @Test(arguments: [
        ("https://a.example/s?id={CHECKOUT_SESSION_ID}", "https://a.example/s?id=a%2Fb%20%22"),
        ("https://a.example/{CHECKOUT_SESSION_ID}/{CHECKOUT_SESSION_ID}", "https://a.example/a%2Fb%20%22/a%2Fb%20%22"),
        ("https://a.example/#{CHECKOUT_SESSION_ID}", "https://a.example/#a%2Fb%20%22"),
        ("https://a.example/?id=%7BCHECKOUT_SESSION_ID%7D", "https://a.example/?id=a%2Fb%20%22"),
        ("https://a.example/%7bCHECKOUT_SESSION_ID%7d", "https://a.example/a%2Fb%20%22"),
        ("https://a.example/{CHECKOUT_SESSION_ID%7d", "https://a.example/a%2Fb%20%22"),
        ("https://a.example/%7BCHECKOUT_SESSION_ID", "https://a.example/%7BCHECKOUT_SESSION_ID"),
        ("https://a.example/%257BCHECKOUT_SESSION_ID%257D", "https://a.example/%257BCHECKOUT_SESSION_ID%257D"),
        ("https://a.example/{CHECKOUT_SESSION_I}", "https://a.example/%7BCHECKOUT_SESSION_I%7D"),
        ("https://a.example/{{CHECKOUT_SESSION_ID}}", "https://a.example/%7Ba%2Fb%20%22%7D"),
        ("https://a.example/{checkout_session_id}", "https://a.example/%7Bcheckout_session_id%7D"),
    ])
    func `gets the session's id in place of the placeholder`(_ url: String, _ location: String) {
        #expect(ReturnTarget(url, sessionID: "a/b \"")?.location == location)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example?reference=chk_1"),
        ("https://a.example/ok", "https://a.example/ok?reference=chk_1"),
        ("https://a.example/ok?", "https://a.example/ok?reference=chk_1"),
        ("https://a.example/ok?a=1", "https://a.example/ok?a=1&reference=chk_1"),
        ("https://a.example/ok?a=1&", "https://a.example/ok?a=1&reference=chk_1"),
        ("https://a.example/ok?a=1#top", "https://a.example/ok?a=1&reference=chk_1#top"),
        ("https://a.example/ok#top?x", "https://a.example/ok?reference=chk_1#top?x"),
    ])
    func `gets a reference before its fragment`(_ url: String, _ location: String) {
        #expect(ReturnTarget(url, sessionID: "chk_1", parameter: "reference")?.location == location)
    }

    @Test func `is not longer than a header field may be`() {
        let url = "https://a.example/" + String(repeating: "x", count: ReturnTarget.bytesMax - 18)
        #expect(ReturnTarget(url, sessionID: "") != nil)
        #expect(ReturnTarget(url + "x", sessionID: "") == nil)
        // Each byte takes three when it is escaped.
        #expect(ReturnTarget("https://a.example/" + String(repeating: "|", count: 2_000), sessionID: "") == nil)
    }

    @Test func `is visible ASCII for every byte of a URL`() {
        for scalar in (0...0x2FF).compactMap(UnicodeScalar.init) {
            for url in ["https://a\(scalar)b.example/", "https://a.example/\(scalar)", "https://a.example/?\(scalar)x"]
            {
                guard let target = ReturnTarget(url, sessionID: "") else { continue }
                #expect(target.location.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "U+\(scalar.value)")
                #expect(target.location.hasPrefix("https://a") || target.location.hasPrefix("https://xn--"))
            }
        }
    }
}

extension ReturnTarget {
    /// The target as a page makes it; nil for a URL that must not be followed.
    fileprivate init?(_ url: String, sessionID: String, parameter: String? = nil) {
        guard
            let target = try? ReturnTarget(
                url, sessionID: sessionID, parameter: parameter, asciiHost: InternationalName.ascii)
        else { return nil }
        self = target
    }
}
