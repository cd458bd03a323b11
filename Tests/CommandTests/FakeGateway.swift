import Dispatch
import Glibc
import Synchronization

/// A server on loopback that answers requests as a test says, one connection after the other.
final class FakeGateway: Sendable {
    /// A request as it was received.
    struct Request: Sendable {
        /// Method and target: `GET /gateway/v1/webhooks/endpoints`.
        var line: String
        var head: String
        var body: String
    }

    let port: Int
    private let listener: Int32
    private let seen = Mutex<[Request]>([])

    /// - Parameter answer: the status and the JSON that answer a request.
    init(_ answer: @escaping @Sendable (Request) -> (status: Int, body: String)) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { [listener] in
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 16)
                getsockname(listener, $0, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        DispatchQueue(label: "fake.gateway").async { [self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                if let request = Self.request(descriptor) {
                    seen.withLock { $0.append(request) }
                    let (status, body) = answer(request)
                    let text =
                        "HTTP/1.1 \(status) Text\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    _ = Array(text.utf8).withUnsafeBytes {
                        send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                }
                close(descriptor)
            }
        }
    }

    var requests: [Request] { seen.withLock(\.self) }

    /// Listens no more.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private static func request(_ descriptor: Int32) -> Request? {
        var text = ""
        while true {
            if let end = text.ranges(of: "\r\n\r\n").first {
                let (head, body) = (String(text[..<end.lowerBound]), String(text[end.upperBound...]))
                let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
                    .flatMap { Int($0.dropFirst(16)) }
                if body.utf8.count >= length ?? 0 {
                    let line = head.split(separator: " HTTP/").first.map(String.init) ?? ""
                    return Request(line: line, head: head, body: body)
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
