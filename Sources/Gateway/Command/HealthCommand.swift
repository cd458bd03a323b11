import Glibc
import Wire

/// `health`: asks the gateway of these settings whether it is ready. What a container's health check runs.
enum HealthCommand {
    static func run(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 1)
        let answer = try ask(port: settings.port)
        guard answer.starts(with: "HTTP/1.1 200 ".utf8) else {
            throw Refusal(.unavailable, "the gateway at port \(settings.port) is not ready.")
        }
        Console.print("ready")
    }

    /// Always over loopback: the address that is listened on may be a wildcard, which nothing can connect to.
    private static func ask(port: Int) throws(Refusal) -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Refusal(.unavailable, TextFile.reason(errno)) }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            throw Refusal(.unavailable, "nothing answers at port \(port): \(TextFile.reason(errno))")
        }
        let request = Array("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw Refusal(.unavailable, TextFile.reason(errno))
        }
        var block = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &block, block.count, 0)
        guard count > 0 else { throw Refusal(.unavailable, "the gateway at port \(port) did not answer in time.") }
        return Array(block[..<count])
    }
}
