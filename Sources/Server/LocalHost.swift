import CLinux
import Glibc

/// Where a client on this machine reaches what listens on a host.
///
/// A wildcard such as `0.0.0.0` or `::` is no address to connect to: that some systems take it for loopback is their
/// habit, and a URL with it is of no use to a browser.
package enum LocalHost {
    /// The host itself, or the loopback address of its family where it is a wildcard.
    package static func reaching(_ host: String) -> String {
        guard let found = Addresses(host, port: nil, flags: AI_NUMERICHOST) else { return host }
        return found.wildcardFamily.map { $0 == AF_INET6 ? "::1" : "127.0.0.1" } ?? host
    }

    /// `http://HOST:PORT` with a host that can be connected to, an IPv6 address in brackets (RFC 3986 §3.2.2).
    package static func url(_ host: String, port: Int) -> String {
        let host = reaching(host)
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// A connected socket that the caller closes. Throws ``ServerFault/hostUnknown(_:)``, and
    /// ``ServerFault/addressUnavailable(code:)`` where nothing answers.
    ///
    /// - Parameter patienceSeconds: how long connecting, and afterwards each read and write, may take.
    package static func connect(_ host: String, port: Int, patienceSeconds: Int) throws(ServerFault) -> Int32 {
        guard let found = Addresses(reaching(host), port: port, flags: AI_NUMERICSERV) else {
            throw .hostUnknown(host)
        }
        let address = found.first
        let descriptor = socket(address.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .addressUnavailable(code: errno) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        guard Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
            let code = errno
            close(descriptor)
            throw .addressUnavailable(code: code)
        }
        return descriptor
    }
}

/// What `getaddrinfo` found, freed with it.
private struct Addresses: ~Copyable {
    private let list: UnsafeMutablePointer<addrinfo>

    /// Nil where the host is neither an address nor a known name.
    init?(_ host: String, port: Int?, flags: Int32) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port.map { String($0) }, &hints, &found) == 0, let list = found else { return nil }
        self.list = list
    }

    deinit { freeaddrinfo(list) }

    var first: addrinfo { list.pointee }

    /// The family of the first address where that is a wildcard.
    var wildcardFamily: Int32? {
        switch first.ai_family {
        case AF_INET:
            let isWildcard = first.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                $0.pointee.sin_addr.s_addr == INADDR_ANY
            }
            return isWildcard ? AF_INET : nil
        case AF_INET6:
            let isWildcard = first.ai_addr.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { $0.allSatisfy { $0 == 0 } }
            }
            return isWildcard ? AF_INET6 : nil
        default: return nil
        }
    }
}
