import CLinux
import Glibc

/// A listening TCP socket.
struct Listener: ~Copyable {
    /// The result of one try to accept a connection.
    enum Outcome {
        case connection(Int32, PeerAddress)
        /// No client waits.
        case empty
        /// The client that waited is gone; the caller tries again at once.
        case gone
        /// The process or the system has no descriptor or memory left; trying again at once would only burn time.
        case exhausted
    }

    let descriptor: Descriptor
    let port: UInt16

    /// Binds and listens; port 0 takes any free port. Throws ``ServerFault/addressUnavailable(code:)``.
    ///
    /// - Parameter isIPv6Only: whether a socket on `::` leaves IPv4 to another socket. If false, the system decides.
    init(_ address: SocketAddress, isIPv6Only: Bool, backlog: Int) throws(ServerFault) {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(address.family, type, 0)
        guard number >= 0 else { throw .addressUnavailable(code: errno) }
        let owned = Descriptor(number)
        // A restarted server must not wait until the kernel has forgotten the connections of the process before.
        Listener.enable(SOL_SOCKET, SO_REUSEADDR, number)
        // Accepted connections inherit the option, which saves a system call for each. Answers are written whole.
        Listener.enable(Int32(IPPROTO_TCP), TCP_NODELAY, number)
        if isIPv6Only, address.isIPv6 { Listener.enable(Int32(IPPROTO_IPV6), IPV6_V6ONLY, number) }
        guard address.withPointer({ bind(number, $0, $1) }) == 0,
            listen(number, Int32(clamping: backlog)) == 0
        else { throw .addressUnavailable(code: errno) }
        descriptor = owned
        self.port = Listener.boundPort(number)
    }

    /// Takes over a listening socket that `release` gave away.
    init(adopting number: Int32) {
        descriptor = Descriptor(number)
        port = Listener.boundPort(number)
    }

    /// Gives the socket away without closing it, so that it can cross to the loop's thread.
    consuming func release() -> Int32 {
        descriptor.release()
    }

    func accept() -> Outcome {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { accept4(descriptor.number, $0, &length, flags) }
        }
        guard number < 0 else { return .connection(number, PeerAddress(storage)) }
        switch errno {
        case EAGAIN: return .empty
        // accept(2): the call also returns errors of the new connection's network, and is to be tried again.
        case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, EOPNOTSUPP,
            ENETUNREACH, EPERM:
            return .gone
        // EMFILE, ENFILE, ENOBUFS, ENOMEM, and any error not named here, because a pause is always safe.
        default: return .exhausted
        }
    }

    private static func enable(_ level: Int32, _ option: Int32, _ number: Int32) {
        var one: Int32 = 1
        _ = setsockopt(number, level, option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func boundPort(_ number: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(number, $0, &length) }
        }
        return PeerAddress(storage).port
    }
}
