import Glibc

/// A listening port before a ``Server`` serves it: clients can connect, and wait. Closed unless a server takes it over.
package struct ListeningPort: ~Copyable {
    /// The port that is bound, also after 0 was asked for.
    package let port: UInt16
    private var numbers: [Int32]

    /// Binds and listens. `host` follows ``LocalHost/rule``; port 0 takes any free port. Throws
    /// ``ServerFault/hostUnknown(_:)`` and ``ServerFault/addressUnavailable(code:)``.
    package init(host: String, port: UInt16, backlog: Int) throws(ServerFault) {
        (numbers, self.port) = try ListeningSockets.open(host: host, port: port, backlog: backlog)
    }

    deinit {
        for number in numbers { close(number) }
    }

    /// Gives the sockets away without closing them, so that they can cross to the thread of a loop.
    mutating func release() -> [Int32] {
        defer { numbers = [] }
        return numbers
    }
}
