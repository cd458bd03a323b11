import CCurl
import Glibc
import Wire

extension IPAddress {
    /// The address of a socket; nil if it is neither IPv4 nor IPv6, or shorter than its family says.
    ///
    /// - Parameter length: how many bytes of it may be read.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let bytes = UnsafeRawBufferPointer(start: address, count: length)
        switch Int32(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            self.init(ipv4: UInt32(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let inner = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bits: withUnsafeBytes(of: inner) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) })
        default:
            return nil
        }
    }
}

/// The lookup of the system: its files, its name servers, its order of addresses.
let systemLookup: Lookup = { name in
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &found) == 0 else { return [] }
    defer { freeaddrinfo(found) }
    var addresses: [IPAddress] = []
    var next = found
    while let entry = next?.pointee {
        if let address = entry.ai_addr, let address = IPAddress(address, length: Int(entry.ai_addrlen)),
            !addresses.contains(address)
        {
            addresses.append(address)
        }
        next = entry.ai_next
    }
    return addresses
}
