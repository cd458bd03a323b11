import Glibc

/// The sockets that listen on a host: one for each of its addresses, all on one port.
enum ListeningSockets {
    /// How often to look for a port that is free at all addresses of a host.
    private static let attemptsMax = 16

    /// Opens at least one socket and gives the numbers away, for ``Listener/init(adopting:)``. Throws ``ServerFault``.
    ///
    /// If a host has several addresses, those that the machine does not have are left out, such as `::1` on a machine
    /// without IPv6. At least one has to be there.
    ///
    /// - Parameter port: 0 takes any free port.
    static func open(host: String, port: UInt16, backlog: Int) throws(ServerFault) -> (numbers: [Int32], port: UInt16) {
        let addresses = try LocalHost.addresses(of: host, port: Int(port))
        for _ in 1..<attemptsMax {
            do throws(ServerFault) {
                return try open(addresses, backlog)
            } catch {
                // A port that is free at one address can be taken at another.
                guard port == 0, addresses.count > 1, error == .addressUnavailable(code: EADDRINUSE) else {
                    throw error
                }
            }
        }
        return try open(addresses, backlog)
    }

    private static func open(
        _ addresses: [SocketAddress], _ backlog: Int
    ) throws(ServerFault) -> (numbers: [Int32], port: UInt16) {
        var numbers: [Int32] = []
        var port: UInt16?
        var absent: ServerFault?
        for address in addresses {
            do throws(ServerFault) {
                let listener = try Listener(
                    port.map(address.with(port:)) ?? address, isIPv6Only: addresses.count > 1, backlog: backlog)
                port = listener.port
                numbers.append(listener.release())
            } catch {
                guard addresses.count > 1, isAbsent(error) else {
                    for number in numbers { close(number) }
                    throw error
                }
                absent = error
            }
        }
        guard let port else { throw absent ?? .addressUnavailable(code: EADDRNOTAVAIL) }
        return (numbers, port)
    }

    /// Whether the machine does not have the address.
    private static func isAbsent(_ fault: ServerFault) -> Bool {
        switch fault {
        case .addressUnavailable(EADDRNOTAVAIL), .addressUnavailable(EAFNOSUPPORT): true
        default: false
        }
    }
}
