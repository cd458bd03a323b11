import Glibc
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
        ("2001:db8::7", "http://[2001:db8::7]:8080"),
    ])
    func `names loopback instead of a wildcard`(host: String, url: String) {
        #expect(LocalHost.url(host, port: 8_080) == url)
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

    @Test func `says that nobody listens`() {
        #expect(throws: ServerFault.addressUnavailable(code: ECONNREFUSED)) {
            try LocalHost.connect("127.0.0.1", port: 1, patienceSeconds: 2)
        }
        #expect(throws: ServerFault.hostUnknown("no such host")) {
            try LocalHost.connect("no such host", port: 1, patienceSeconds: 2)
        }
    }
}
