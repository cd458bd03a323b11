import CLinux
import Glibc

/// An address to listen on or to connect to, with its port.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private let length: socklen_t

    /// - Parameter length: bytes of the address, which are no more than every kind of address has room for.
    private init(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = length
        withUnsafeMutableBytes(of: &storage) { storage in
            storage.copyMemory(from: UnsafeRawBufferPointer(start: address, count: min(Int(length), storage.count)))
        }
    }

    /// The addresses of a name, or the one that a text is: IPv6, or IPv4 as `inet_aton` reads it, so that `127.1` is one.
    /// None where the name is not known.
    ///
    /// - Parameter isNumeric: whether no name is looked up.
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
    var isWildcard: Bool { place.bits == 0 || place.isIPv4 && place.bits & 0xFFFF_FFFF == 0 }

    /// Whether only this machine reaches it: 127.0.0.0/8 (RFC 6890 §2.2.2) or `::1`.
    var isLoopback: Bool { place.bits == 1 || place.isIPv4 && place.bits >> 24 & 0xFF == 127 }

    /// The one spelling: four decimal numbers, also of an IPv4 address that is mapped into IPv6, or IPv6 as RFC 5952 has it,
    /// with its zone where it has one.
    var text: String {
        if place.isIPv4 { return place.description }
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let outcome = withPointer { getnameinfo($0, $1, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) }
        guard outcome == 0 else { return place.description }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The same address with another port.
    func with(port: UInt16) -> SocketAddress {
        var changed = self
        // Both kinds of address have the port behind two bytes that tell the kind.
        withUnsafeMutableBytes(of: &changed.storage) {
            $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return changed
    }

    /// What the system's calls take.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private var place: PeerAddress { PeerAddress(storage) }
}
