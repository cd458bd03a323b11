import Glibc

/// A port that is listened on until a ``Server`` serves it: clients can connect, and wait. Closed where none does.
package struct ListeningPort: ~Copyable {
    /// The port that is bound, also where 0 was asked for.
    package let port: UInt16
    private var numbers: [Int32]

    /// Binds and listens. `host` is what ``LocalHost/rule`` says, `port` 0 takes any free one. Throws where the host is not
    /// known, and where it cannot be listened on.
    package init(host: String, port: UInt16, backlog: Int) throws(ServerFault) {
        (numbers, self.port) = try ListeningSockets.open(host: host, port: port, backlog: backlog)
    }

    deinit {
        for number in numbers { close(number) }
    }

    /// Gives the sockets away unclosed, so that they can cross to the thread of a loop.
    mutating func release() -> [Int32] {
        defer { numbers = [] }
        return numbers
    }
}
