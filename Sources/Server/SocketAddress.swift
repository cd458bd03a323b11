import CLinux
import Glibc

/// An address to listen on or to connect to, with its port.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private let length: socklen_t

    /// - Parameter length: bytes of the address, at most as many as `sockaddr_storage` has.
    private init(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = length
        withUnsafeMutableBytes(of: &storage) { storage in
            storage.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), storage.count)))
        }
    }

    /// The addresses of a name, or the address that the text spells: IPv6, or IPv4 as `inet_aton` reads it, so `127.1`
    /// is one. Empty if the name is not known.
    ///
    /// - Parameter isNumeric: whether the text has to be an address, so that no name is looked up.
    static func all(_ host: String, port: Int, isNumeric: Bool) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (isNumeric ? AI_NUMERICHOST : 0)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [SocketAddress] = []
        var seen: Set<String> = []
        var next = found
        while let entry = next?.pointee {
            let address = SocketAddress(entry.ai_addr, length: entry.ai_addrlen)
            if seen.insert(address.text).inserted { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }

    var isIPv6: Bool { family == AF_INET6 }

    var family: Int32 { Int32(storage.ss_family) }

    /// Whether it stands for all addresses of the machine.
    var isWildcard: Bool { address.bits == 0 || address.isIPv4 && address.bits & 0xFFFF_FFFF == 0 }

    /// Whether it can be reached from this machine only: 127.0.0.0/8 (RFC 6890 §2.2.2) or `::1`.
    var isLoopback: Bool { address.bits == 1 || address.isIPv4 && address.bits >> 24 & 0xFF == 127 }

    /// The only spelling: four decimal numbers, also for an IPv4 address that is mapped into IPv6; or IPv6 as in RFC
    /// 5952, with its zone if it has one.
    var text: String {
        if address.isIPv4 { return address.description }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let outcome = withPointer { getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) }
        guard outcome == 0 else { return address.description }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The same address with another port.
    func with(port: UInt16) -> SocketAddress {
        var changed = self
        // Both kinds of address have the port after the two bytes that tell the kind.
        withUnsafeMutableBytes(of: &changed.storage) {
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return changed
    }

    /// Calls `body` with the address as the system's functions take it.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private var address: PeerAddress { PeerAddress(storage) }
}
