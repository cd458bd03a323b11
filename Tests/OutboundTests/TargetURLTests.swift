import Testing
import Wire

@testable import Outbound

@Suite struct `URLs of calls` {
    @Test func `have one spelling, and are shown without their query`() throws {
        for (text, sent, shown) in [
            ("https://shop.example", "https://shop.example/", "https://shop.example/"),
            ("HTTPS://Shop.Example:443/Hook", "https://shop.example/Hook", "https://shop.example/Hook"),
            (
                "https://shop.example.:8443/a?key=1&b", "https://shop.example:8443/a?key=1&b",
                "https://shop.example:8443/a?***"
            ),
            ("http://shop.example:80?a", "http://shop.example/?a", "http://shop.example/?***"),
            ("http://shop.example:443/", "http://shop.example:443/", "http://shop.example:443/"),
            (
                "https://xn--mnchen-3ya.example/%2e./", "https://xn--mnchen-3ya.example/%2e./",
                "https://xn--mnchen-3ya.example/%2e./"
            ),
            ("https://a_b-c.4.x1:/", "https://a_b-c.4.x1/", "https://a_b-c.4.x1/"),
            ("https://93.184.216.34./", "https://93.184.216.34/", "https://93.184.216.34/"),
            ("https://[2606:2800:0:0::1]:8443/", "https://[2606:2800::1]:8443/", "https://[2606:2800::1]:8443/"),
            ("https://[::ffff:93.184.216.34]/", "https://93.184.216.34/", "https://93.184.216.34/"),
        ] {
            let url = try TargetURL(text)
            #expect(url.text == sent)
            #expect("\(url)" == shown)
            #expect(try TargetURL(url.text) == url)
        }
    }

    @Test func `are refused when two readers could differ about them`() {
        for (text, fault) in [
            ("", TargetURL.Fault.notAbsolute), ("shop.example/", .notAbsolute), ("//shop.example/", .notAbsolute),
            ("ftp://shop.example/", .notAbsolute), ("file:///etc/passwd", .notAbsolute),
            ("https:/shop.example", .notAbsolute),
            ("https://", .notAbsolute), ("https:///a", .notAbsolute), ("https://:443/", .notAbsolute),
            ("https://shop.example/a b", .character), ("https://shop.example\\@127.0.0.1/", .character),
            ("https://shop.example/\r\nHost: a", .character), ("https://münchen.example/", .character),
            ("https://１２７.0.0.1/", .character), (" https://shop.example/", .character),
            ("https://user@shop.example/", .userInformation), ("https://user:word@shop.example/", .userInformation),
            ("https://shop.example@127.0.0.1/", .userInformation), ("https://@shop.example/", .userInformation),
            ("https://127.0.0.1#@shop.example/", .fragment), ("https://shop.example/#a", .fragment),
            ("https://shop.example:0/", .port), ("https://shop.example:65536/", .port),
            ("https://shop.example:+1/", .port),
            ("https://shop.example:80:443/", .host), ("https://a..b/", .host), ("https://.a/", .host),
            ("https://a../", .host),
            ("https://./", .host), ("https://a%2eb/", .host), ("https://a,b/", .host), ("https://a*b/", .host),
            ("https://\(String(repeating: "a", count: 64)).example/", .host),
            ("https://\(String(repeating: "a.", count: 127))ab/", .host),
            ("https://2130706433/", .host), ("https://0x7f000001/", .host), ("https://017700000001/", .host),
            ("https://127.1/", .host), ("https://127.0.1/", .host), ("https://0177.0.0.1/", .host),
            ("https://0x7f.0.0.1/", .host), ("https://127.0.0.0x1/", .host), ("https://127.0.0.01/", .host),
            ("https://256.0.0.1/", .host), ("https://1.2.3.4.5/", .host), ("https://shop.1/", .host),
            ("https://0x/", .host),
            ("https://::1/", .host), ("https://[::1/", .host), ("https://[127.0.0.1]/", .host),
            ("https://[shop.example]/", .host),
            ("https://[fe80::1%25eth0]/", .host), ("https://[fe80::1%eth0]/", .host), ("https://[v1.a:b]/", .host),
            ("https://[::127.1]/", .host), ("https://shop.example/\(String(repeating: "a", count: 2_048))", .length),
        ] {
            #expect(throws: fault, "\(text)") { try TargetURL(text) }
        }
        for fault in TargetURL.Fault.allCases { #expect(fault.rule.hasPrefix("it") && !fault.rule.hasSuffix(".")) }
    }
}
