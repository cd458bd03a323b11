import Server
import Wire

/// The proxies in front of the gateway whose word about their clients is taken.
///
/// From anybody else the fields are what a stranger says of himself, and mean nothing. From a trusted proxy the fields
/// are read from their end: what stands there the proxy itself has seen, what stands before that is worth as much as
/// whoever told it.
struct TrustedProxies: Sendable {
    private let blocks: [AddressBlock]

    /// Nil where there are none.
    init?(_ blocks: [AddressBlock]) {
        if blocks.isEmpty { return nil }
        self.blocks = blocks
    }

    /// Who sent a request, and how they reach the gateway.
    ///
    /// Most proxies set one of `X-Forwarded-For` and `Forwarded` and pass the other on as it came, so that the client
    /// itself may have written it. Where both are there they have to tell the same client; where they do not, or where
    /// one cannot be read, neither is believed and the request counts as the proxy's own.
    func client(of head: RequestHead, from peer: PeerAddress) -> (PeerAddress, Origin) {
        guard trusts(peer) else { return (peer, Origin()) }
        let informal = head.values(of: "x-forwarded-for")
        let standard = head.values(of: "forwarded")
        let walks = [
            informal.isEmpty ? nil : walk(XForwarded.hops(in: informal), from: peer),
            standard.isEmpty ? nil : walk(ForwardedField.hops(in: standard), from: peer),
        ]
        return (
            Self.agreed(walks.compactMap { $0?.address }) ?? peer,
            Self.agreed(XForwarded.origin(of: head), walks[1]?.origin ?? Origin())
        )
    }

    private func trusts(_ address: PeerAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// From the last hop towards the first, as long as the one who tells of it is trusted. Hops that cannot be read tell
    /// of nobody but the proxy.
    private func walk(_ hops: [Hop]?, from peer: PeerAddress) -> (address: PeerAddress, origin: Origin) {
        var client = peer
        var origin = Origin()
        for hop in (hops ?? []).reversed() {
            origin = hop.origin
            guard let address = hop.address else { break }
            client = address
            guard trusts(address) else { break }
        }
        return (client, origin)
    }

    /// The one address that all tell, whatever the port.
    private static func agreed(_ addresses: [PeerAddress]) -> PeerAddress? {
        guard let first = addresses.first else { return nil }
        return addresses.allSatisfy { $0.isSameHost(as: first) } ? first : nil
    }

    /// What either tells where the other does not contradict it.
    private static func agreed(_ one: Origin, _ other: Origin) -> Origin {
        var origin = Origin()
        if one.isSecure == other.isSecure || other.isSecure == nil {
            origin.isSecure = one.isSecure
        } else if one.isSecure == nil {
            origin.isSecure = other.isSecure
        }
        let hosts = [one.host, other.host].compactMap { $0 }
        if let host = hosts.first, hosts.allSatisfy({ $0 == host }) { origin.host = host }
        return origin
    }
}
