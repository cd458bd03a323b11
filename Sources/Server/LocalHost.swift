import CLinux
import Glibc
import Wire

/// The host of a setting: what it may be, where it listens, and where a client on this machine reaches it.
///
/// Clients cannot connect to a wildcard such as `*`, `0.0.0.0` or `::`. Some systems take it for loopback, but a URL
/// with it is of no use to a browser.
package enum LocalHost {
    /// What the host has to be, as error messages say it.
    package static let rule = "an IPv4 or IPv6 address, a host name, localhost, or * for every address"

    /// A host in its only spelling: an address as the system writes it, without the brackets that URLs put around IPv6;
    /// `*` and a name unchanged. Nil for any other text.
    package static func canonical(_ host: String) -> String? {
        if host == "*" { return host }
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), host.contains(":") else { return nil }
            return address(String(host.dropFirst().dropLast()).replacing("%25", with: "%"))?.text
        }
        return address(host)?.text ?? (isName(host) ? host : nil)
    }

    /// The host itself; for a wildcard, the loopback address of its family.
    package static func reaching(_ host: String) -> String {
        guard let host = canonical(host), host != "*" else { return host == "*" ? "127.0.0.1" : host }
        guard let address = address(host), address.isWildcard else { return host }
        return address.isIPv6 ? "::1" : "127.0.0.1"
    }

    /// Whether a socket that listens on this host can be reached from this machine only.
    package static func isLoopback(_ host: String) -> Bool {
        isLocalhost(host) || canonical(host).flatMap(address)?.isLoopback == true
    }

    /// `http://HOST:PORT` with a host that clients can connect to.
    package static func url(_ host: String, port: Int) -> String {
        "http://\(authority(reaching(host), port))"
    }

    /// `http://HOST:PORT` with the host that the server listens on, even if that is a wildcard.
    package static func listeningURL(_ host: String, port: Int) -> String {
        let host = canonical(host) ?? host
        return "http://\(authority(host == "*" ? "0.0.0.0" : host, port))"
    }

    /// A connected socket, which the caller closes. Throws ``ServerFault/hostUnknown(_:)``, and
    /// ``ServerFault/addressUnavailable(code:)`` if no address of the host answers. Connecting, and each read and write
    /// afterwards, may take `patienceSeconds`.
    package static func connect(_ host: String, port: Int, patienceSeconds: Int) throws(ServerFault) -> Int32 {
        var fault = ServerFault.hostUnknown(host)
        for address in try addresses(of: reaching(host), port: port) {
            do throws(ServerFault) {
                return try connect(address, patienceSeconds)
            } catch {
                fault = error
            }
        }
        throw fault
    }

    /// The addresses to listen on: each address of a name; both loopbacks for `localhost`, without asking a resolver
    /// (RFC 6761 §6.3); both families for `*`. Throws ``ServerFault/hostUnknown(_:)``.
    static func addresses(of host: String, port: Int) throws(ServerFault) -> [SocketAddress] {
        guard let canonical = canonical(host) else { throw .hostUnknown(host) }
        let hosts =
            if canonical == "*" { ["0.0.0.0", "::"] } else if isLocalhost(canonical) { ["127.0.0.1", "::1"] } else {
                [canonical]
            }
        let found = hosts.flatMap { SocketAddress.all($0, port: port, isNumeric: false) }
        guard !found.isEmpty else { throw .hostUnknown(host) }
        return found
    }

    private static func connect(_ address: SocketAddress, _ patienceSeconds: Int) throws(ServerFault) -> Int32 {
        let descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .addressUnavailable(code: errno) }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        guard address.withPointer({ Glibc.connect(descriptor, $0, $1) }) == 0 else {
            let code = errno
            close(descriptor)
            throw .addressUnavailable(code: code)
        }
        return descriptor
    }

    /// A host and a port as URLs have them: IPv6 in brackets (RFC 3986 §3.2.2), with a zone behind an escaped `%` (RFC
    /// 6874 §2).
    private static func authority(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host.replacing("%", with: "%25"))]:\(port)" : "\(host):\(port)"
    }

    private static func address(_ text: String) -> SocketAddress? {
        // The system's resolver would take `*` for loopback.
        guard text != "*" else { return nil }
        return SocketAddress.all(text, port: 0, isNumeric: true).first
    }

    private static func isLocalhost(_ host: String) -> Bool {
        let name = host.lowercased()
        return ["localhost", "localhost."].contains { name == $0 || name.hasSuffix("." + $0) }
    }

    /// Whether the text can be a host name: labels of letters, digits, hyphens and underscores. A text whose last label
    /// is a number is a misspelled address.
    private static func isName(_ text: String) -> Bool {
        var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard text.utf8.count <= 253, let last = labels.last, !isNumber(last) else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty
                && label.allSatisfy {
                    ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                }
        }
    }

    private static func isNumber(_ label: Substring.UTF8View) -> Bool {
        label.allSatisfy(ASCII.isDigit)
            || label.starts(with: "0x".utf8) && label.dropFirst(2).allSatisfy { ASCII.hexDigit($0) != nil }
    }
}
