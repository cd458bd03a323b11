import Checkout
import Providers
import Server
import Testing

@testable import Gateway

/// Hosts, paths, URLs, origins and proxies in settings are checked, and are kept in one spelling.
@Suite struct `Addresses in settings`: SettingsSuite {
    @Test(arguments: [
        ("127.1", "127.0.0.1"), ("[::1]", "::1"), ("0", "0.0.0.0"), ("*", "*"), ("localhost", "localhost"),
        ("::FFFF:10.0.0.1", "10.0.0.1"), ("gateway-1.internal", "gateway-1.internal"),
    ])
    func `have a host in its only spelling`(_ text: String, _ host: String) throws {
        #expect(try read(flags: ["host": text])[.host] == host)
    }

    @Test(arguments: ["http://a", "127.0.0.1:80", "a b", "256.0.0.1", "[::1"])
    func `refuse an invalid host`(_ text: String) {
        #expect(faults(flags: ["host": text]) == ["command line: host is \"\(text)\" and has to be \(LocalHost.rule)."])
    }

    @Test(arguments: [
        ":memory:", ":memory:?cache=shared", ":Memory:", ":x", "file:gateway.db", "file:gateway.db?mode=memory",
        "file::memory:",
        "FILE:gateway.db", "file:///data/gateway.db", "sqlite:gateway.db", "sqlite3:gateway.db",
        "sqlite:///data/gateway.db",
        "postgres://pay@host/pay",
    ])
    func `refuse a database name that is not a path`(_ text: String) {
        let found = [
            faults(flags: ["database": text]), faults(environment: ["CHECKOUT_DATABASE": text]),
            faults(file: #"{"database": "\#(text)"}"#),
        ]
        for found in found {
            #expect(found.count == 1)
            #expect(
                found.first?.contains("database is \"\(text)\" and has to be the path of a file") == true, "\(found)")
        }
    }

    @Test(arguments: [
        "g.db", "./:memory:", "./file:gateway.db", "/data/gateway.db", "a:b.db", "files.db", "memory", "..db",
    ])
    func `accept any other database path`(_ path: String) throws {
        #expect(try read(flags: ["database": path])[.database] == path)
    }

    @Test(arguments: [
        "ftp://x", "https://x/", "https://", "https:///a", "https://x?", "https://x?a=b", "https://x#", "https://x/a#b",
        "https://user@x", "https://user:word@x", "https://x:65536", "https://x:a", "https://x y", "https://x/a b",
        "https://x/\"", "https://x/<a>", "https://x\\a", "https://x/a\\b", "https://x/%", "https://x/%4",
        "https://x/%zz",
        "https://b\u{FC}cher.example", "https://x/caf\u{E9}", "https://[::1", "https://x/a\u{7F}", "//x", "x",
    ])
    func `refuse a public URL from which no link can be made`(_ text: String) {
        let found = faults(flags: ["public_url": text])
        #expect(found.count == 1)
        #expect(found.contains { $0.contains("public_url") }, "\(found)")
    }

    @Test(arguments: [
        "http://x", "https://pay.example.com:8443", "https://[::1]:8443", "https://x/a/b", "https://x/a%2Fb",
        "https://x/~a;b",
        "http://127.0.0.1:0",
    ])
    func `accept any other public URL`(_ text: String) throws {
        #expect(try read(flags: ["public_url": text])[.publicURL] == text)
    }

    @Test(arguments: [
        "null", "NULL", "https://a.test/", "https://a.test/b", "a.test", "//a.test", "https://", "https:a.test",
        "https://u@a.test", "https://a.test:65536", "https://a.test:x", "https://*.a.test", "https://a.test?b",
        "https://a.test#b", "https://b\u{FC}cher.example", "https://a b", "1https://a.test", "://a.test", "*.a.test",
        "https://a.test,", "*,https://a.test", "https://a.test, null",
    ])
    func `refuse an origin that no browser sends, and one that every page can have`(_ text: String) {
        let found = faults(flags: ["cors_origins": text])
        #expect(found.count == 1)
        #expect(found.contains { $0.contains("command line: cors_origins has") }, "\(found)")
    }

    @Test func `allow all origins in a sandbox, and none otherwise`() throws {
        #expect(try read()[.crossOrigin] != nil)
        #expect(try read(flags: ["cors_origins": ""])[.crossOrigin] == nil)
        #expect(try read(file: "{}")[.crossOrigin] == nil)
        #expect(try read(file: #"{"cors_origins": ["https://a.test", "http://b.test"]}"#)[.crossOrigin] != nil)
        #expect(try read(file: #"{"cors_origins": "*"}"#)[.crossOrigin] != nil)
    }

    @Test(arguments: [
        ("https://A.test", "https://a.test"), ("https://a.test:443", "https://a.test"),
        ("HTTP://a.test:80", "http://a.test"),
        ("https://a.test:80", "https://a.test:80"), ("http://a.test:08080", "http://a.test:8080"),
        ("http://[::1]", "http://[::1]"), ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://a.test:", "https://a.test"),
        ("capacitor://localhost", "capacitor://localhost"), ("chrome-extension://abc", "chrome-extension://abc"),
        ("*", "*"),
    ])
    func `keep an origin as browsers write it`(_ text: String, _ origin: String) {
        #expect(faults(flags: ["cors_origins": text]).isEmpty)
        #expect(WebOrigin.normalized(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } == origin)
    }

    @Test(arguments: [
        "", "https://api.test", "api.test/", "api.test:443", "[::1]:443", "::1", "[::1", "a b", "user@api.test",
        "b\u{FC}cher.example",
    ])
    func `refuse a host that no request can have`(_ host: String) {
        let found = faults(file: #"{"providers": {"duro": {"hosts": ["api.test", "\#(host)"]}}}"#)
        #expect(found.count == 1)
        #expect(found.contains { $0.contains(#"providers.duro.hosts has "\#(host)""#) }, "\(found)")
    }

    @Test(arguments: [#""api.test", "API.test", "127.0.0.1""#, #""[::1]", "a_b""#, ""])
    func `accept any other host`(_ hosts: String) throws {
        let settings = try read(file: #"{"providers": {"duro": {"hosts": [\#(hosts)]}}}"#)
        #expect(settings.file.hosts[Duro.name]?.count == hosts.split(separator: ",").count)
    }

    @Test func `name proxies as a list in the file and as a text elsewhere`() throws {
        #expect(try read()[.trustedProxies].isEmpty)
        let listed = try read(file: #"{"trusted_proxies": ["10.0.0.0/8", "2001:db8::/32"]}"#)[.trustedProxies]
        let written = try read(environment: ["CHECKOUT_TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32"])[.trustedProxies]
        #expect(listed.count == 2)
        #expect(listed == written)
        #expect(try read(file: #"{"trusted_proxies": []}"#)[.trustedProxies].isEmpty)
    }

    @Test(arguments: [
        (#"["10.0.0.1/8"]"#, "10.0.0.1/8"), (#"["10.0.0.0/8,127.0.0.1"]"#, "trusted_proxies"),
        ("[1]", "trusted_proxies"),
        (#""10.0.0.0/8,""#, "which has to be an address"), (#""proxy.test""#, "proxy.test"), ("{}", "trusted_proxies"),
    ])
    func `refuse a text that is not a proxy`(_ value: String, _ word: String) {
        let found = faults(file: #"{"trusted_proxies": \#(value)}"#)
        #expect(found.contains { $0.contains(word) }, "\(found)")
        #expect(!faults(file: #"{"port": ["1"]}"#).isEmpty)
    }
}
