import Gateway
import Glibc
import Server

/// `health`: asks the gateway of these settings whether it is ready. A container's health check runs it.
enum HealthCommand {
    static func run(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try invocation.settings()
        try invocation.finish(words: 1)
        let address = GatewayAddress(settings)
        let answer = try ask(address.host, port: address.port)
        guard answer.starts(with: "HTTP/1.1 200 ".utf8) else {
            throw Refusal(.unavailable, "the gateway at port \(address.port) is not ready.")
        }
        try invocation.console.print("ready")
    }

    private static func ask(_ host: String, port: Int) throws(Refusal) -> [UInt8] {
        let descriptor: Int32
        do throws(ServerFault) {
            descriptor = try LocalHost.connect(host, port: port, patienceSeconds: 2)
        } catch {
            switch error {
            case .hostUnknown(let host):
                throw Refusal(.unavailable, "the host \(host) is not known.")
            case .addressUnavailable(let code), .resourcesUnavailable(let code):
                throw Refusal(.unavailable, "nothing answers at port \(port): \(TextFile.reason(code))")
            }
        }
        defer { close(descriptor) }
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
