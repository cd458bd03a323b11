import Checkout
import Testing

@testable import Pages

@Suite struct `HTML writer` {
    private func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        HTMLWriter.escape(text, into: &out)
        return String(decoding: out, as: UTF8.self)
    }

    @Test func `escapes every byte that could end a text`() {
        let active: [UInt8: String] = [
            UInt8(ascii: "&"): "&amp;", UInt8(ascii: "<"): "&lt;", UInt8(ascii: ">"): "&gt;",
            UInt8(ascii: "\""): "&quot;", UInt8(ascii: "'"): "&#39;",
        ]
        for byte in UInt8.min...UInt8.max {
            let out = escaped(String(decoding: [byte], as: UTF8.self))
            if let escape = active[byte] {
                #expect(out == escape)
            } else if (0x20...0x7E).contains(byte) || byte == 0x09 || byte == 0x0A {
                #expect(Array(out.utf8) == [byte])
            } else {
                // Control characters, and bytes that alone are no UTF-8.
                #expect(out == "\u{FFFD}", "\(byte)")
            }
        }
    }

    @Test(arguments: [
        ("</bdi><script>alert(1)</script>", "&lt;/bdi&gt;&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onfocus=alert(1) x=\"", "&quot; onfocus=alert(1) x=&quot;"),
        ("' onfocus='alert(1)", "&#39; onfocus=&#39;alert(1)"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"), ("a\u{0}b\u{85}c\u{7F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
        ("--><!--", "--&gt;&lt;!--"), ("]]>", "]]&gt;"), ("café ₦ 漢字 👩‍👩‍👧", "café ₦ 漢字 👩‍👩‍👧"), ("", ""),
        ("\u{202E}txt.exe", "\u{202E}txt.exe"),
    ])
    func `makes text of a hostile name`(_ name: String, _ expected: String) {
        #expect(escaped(name) == expected)
    }

    @Test func `keeps the writing direction of a name inside the name`() {
        var html = HTMLWriter()
        html.element("p", .of("class", "a\"b")) { $0.name("\u{202E}<x>") }
        #expect(
            String(decoding: html.finish(), as: UTF8.self)
                == "<!doctype html>\n<p class=\"a&quot;b\"><bdi>\u{202E}&lt;x&gt;</bdi></p>")
    }

    @Test func `links to a valid URL, with the whole URL escaped`() throws {
        var html = HTMLWriter()
        let target = try ReturnTarget("https://shop.example/?a=1&b='\"<x>", sessionID: "", asciiHost: { $0 })
        html.element("a", .href(target), text: "Shop")
        #expect(
            String(decoding: html.finish(), as: UTF8.self).hasSuffix(
                "<a href=\"https://shop.example/?a=1&amp;b=&#39;%22%3Cx%3E\">Shop</a>"))
    }
}
