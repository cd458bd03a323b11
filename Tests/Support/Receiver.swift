import Dispatch
import Glibc
import Synchronization

/// One connection to a ``Receiver``.
package struct Visitor: Sendable {
    package let descriptor: Int32

    /// Sends a text; false if the other end is gone.
    @discardableResult
    package func send(_ text: String) -> Bool {
        sendAll(Array(text.utf8), to: descriptor)
    }

    /// The next request with its content; nil if the other end is gone.
    package func request() -> String? {
        var text = ""
        while true {
            if let end = text.ranges(of: "\r\n\r\n").first {
                let length = text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
                    .flatMap { Int($0.dropFirst(16)) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            text += String(decoding: buffer[..<count], as: UTF8.self)
            // A client that wants TLS begins with a record of its handshake (RFC 8446 §5.1).
            if text.utf8.first == 22 { return text }
        }
    }
}

/// A server on a loopback address that answers as a test says, each connection on a thread of its own.
package final class Receiver: Sendable {
    private struct Seen {
        /// All requests so far, in the order of their arrival.
        package var requests: [String] = []
        var connections: [Int32] = []
    }

    /// The port on which it listens.
    package let port: Int
    private let listener: Int32
    private let seen = Mutex(Seen())

    /// - Parameters:
    ///   - host: the last number of the address 127.0.0.x.
    ///   - answer: answers a request, and tells whether the connection stays open.
    package init(host: UInt32 = 1, port: Int = 0, _ answer: @escaping @Sendable (Visitor, String) -> Bool) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.port = listen(listener, host: host, port: port, backlog: 128)
        DispatchQueue(label: "receiver").async { [self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                seen.withLock { $0.connections.append(descriptor) }
                DispatchQueue(label: "visitor").async { [self] in
                    let visitor = Visitor(descriptor: descriptor)
                    while let request = visitor.request() {
                        seen.withLock { $0.requests.append(request) }
                        guard answer(visitor, request) else { break }
                    }
                    shutdown(descriptor, Int32(SHUT_RDWR))
                }
            }
        }
    }

    /// All requests so far, in the order of their arrival.
    package var requests: [String] { seen.withLock { $0.requests } }

    /// How many connections were made.
    package var connectionCount: Int { seen.withLock { $0.connections.count } }

    /// Ends all connections and listens no more. No descriptor is closed, because a thread that still holds its number would
    /// use the next descriptor with this number.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        for descriptor in seen.withLock({ $0.connections }) {
            shutdown(descriptor, Int32(SHUT_RDWR))
        }
    }
}

/// Makes a socket listen on 127.0.0.`host`; returns the port.
package func listen(_ listener: Int32, host: UInt32 = 1, port: Int = 0, backlog: Int32) -> Int {
    var yes: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7f00_0000 | host).bigEndian
    address.sin_port = UInt16(port).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = bind(listener, $0, length)
            _ = Glibc.listen(listener, backlog)
            getsockname(listener, $0, &length)
        }
    }
    return Int(UInt16(bigEndian: address.sin_port))
}

/// An answer with content.
package func answer(_ status: Int = 200, _ body: String = "", _ fields: String = "") -> String {
    "HTTP/1.1 \(status) Text\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}
