import Glibc
import TestSupport
import Testing

@testable import Server

@Suite struct `A URL for the same machine` {
    @Test(arguments: [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("localhost", "http://localhost:8080"),
        ("192.0.2.7", "http://192.0.2.7:8080"),
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("0", "http://127.0.0.1:8080"),
        ("::", "http://[::1]:8080"),
        ("0:0::0", "http://[::1]:8080"),
        ("::1", "http://[::1]:8080"),
        ("2001:db8::7", "http://[2001:db8::7]:8080"), ("2001:DB8:0::7", "http://[2001:db8::7]:8080"),
        ("*", "http://127.0.0.1:8080"), ("127.1", "http://127.0.0.1:8080"), ("2130706433", "http://127.0.0.1:8080"),
        ("0x7f.1", "http://127.0.0.1:8080"), ("010.0.0.1", "http://8.0.0.1:8080"), ("[::1]", "http://[::1]:8080"),
        ("[::]", "http://[::1]:8080"), ("::ffff:127.0.0.1", "http://127.0.0.1:8080"),
        ("::ffff:0.0.0.0", "http://127.0.0.1:8080"), ("0x0", "http://127.0.0.1:8080"),
        ("[fe80::1%25lo]", "http://[fe80::1%25lo]:8080"), ("fe80::1%lo", "http://[fe80::1%25lo]:8080"),
        ("shop.example", "http://shop.example:8080"), ("shop.example.", "http://shop.example.:8080"),
    ])
    func `names loopback instead of a wildcard`(host: String, url: String) {
        #expect(LocalHost.url(host, port: 8_080) == url)
    }

    @Test(arguments: [
        "", "no such host", "http://127.0.0.1", "127.0.0.1:80", "localhost:80", "[::1]:80", "[::1", "::1]",
        "[127.0.0.1]",
        "[localhost]", "[]", "256.1.1.1", "1.2.3.4.5", "08", "0xg.1", "a..b", ".a", ".", "*.example", "**", "a/b",
        "b\u{FC}cher.example", "::1::", "fe80::1%no-such-zone", "user@host",
    ])
    func `is refused for an invalid host`(_ host: String) {
        #expect(LocalHost.canonical(host) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.1", true), ("127.255.0.1", true), ("::1", true), ("[::1]", true),
        ("localhost", true),
        ("LocalHost.", true), ("a.localhost", true), ("::ffff:127.0.0.1", true), ("127.example", false), ("*", false),
        ("0", false), ("::", false), ("0.0.0.0", false), ("128.0.0.1", false), ("::2", false),
        ("localhost.example", false),
        ("::ffff:10.0.0.1", false), ("no such host", false),
    ])
    func `is loopback if only this machine reaches it`(_ host: String, _ isLoopback: Bool) {
        #expect(LocalHost.isLoopback(host) == isLoopback)
    }

    @Test(arguments: [
        ("*", "http://0.0.0.0:80"), ("0", "http://0.0.0.0:80"), ("[::]", "http://[::]:80"),
        ("127.1", "http://127.0.0.1:80"),
        ("localhost", "http://localhost:80"),
    ])
    func `shows the host that is listened on`(_ host: String, _ url: String) {
        #expect(LocalHost.listeningURL(host, port: 80) == url)
    }

    /// On a machine without IPv6 only the other family is served.
    @Test(arguments: ["localhost", "*", "Localhost."])
    func `leads to both families of a host on one port`(_ host: String) throws {
        let handler = EchoHandler()
        let server = try Server(host: host, port: 0, limits: limits { _ in }, handler: { _ in handler })
        defer { _ = server.stop(drain: .milliseconds(100)) }
        let probe = try? ListeningSockets.open(host: "::1", port: 0, backlog: 1)
        for number in probe?.numbers ?? [] { close(number) }
        for address in ["127.0.0.1"] + (probe == nil ? [] : ["::1"]) {
            let client = try LocalHost.connect(address, port: Int(server.port), patienceSeconds: 5)
            defer { close(client) }
            let request = Array("GET /there HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)
            #expect(write(client, request, request.count) == request.count)
            var block = [UInt8](repeating: 0, count: 1_000)
            let count = read(client, &block, block.count)
            #expect(
                String(decoding: block.prefix(max(0, count)), as: UTF8.self).hasPrefix("HTTP/1.1 200 "), "\(address)")
        }
    }

    @Test func `is not listened on if one of its addresses is taken`() throws {
        let taken = try ListeningSockets.open(host: "127.0.0.1", port: 0, backlog: 1)
        defer { for number in taken.numbers { close(number) } }
        #expect(throws: ServerFault.addressUnavailable(code: EADDRINUSE)) {
            try ListeningSockets.open(host: "localhost", port: taken.port, backlog: 1)
        }
    }

    @Test func `leads a connection to a listener on a wildcard`() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 1)
                _ = getsockname(listener, $0, &length)
            }
        }
        let port = Int(in_port_t(bigEndian: address.sin_port))
        let descriptor = try LocalHost.connect("0.0.0.0", port: port, patienceSeconds: 2)
        close(descriptor)
    }

    @Test func `says that nothing listens`() {
        #expect(throws: ServerFault.addressUnavailable(code: ECONNREFUSED)) {
            try LocalHost.connect("127.0.0.1", port: 1, patienceSeconds: 2)
        }
        #expect(throws: ServerFault.hostUnknown("no such host")) {
            try LocalHost.connect("no such host", port: 1, patienceSeconds: 2)
        }
    }
}
