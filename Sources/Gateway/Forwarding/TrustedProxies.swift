import Server
import Wire

/// The proxies in front of the gateway whose statements about their clients are believed.
///
/// From any other client these fields mean nothing. A trusted proxy's fields are read from their end: the proxy itself
/// has written the last part; an earlier part is believed only if the proxy that wrote it is trusted too.
struct TrustedProxies: Sendable {
    private let blocks: [AddressBlock]

    /// Nil if the list is empty.
    init?(_ blocks: [AddressBlock]) {
        if blocks.isEmpty { return nil }
        self.blocks = blocks
    }

    /// The client that sent a request, and how it reaches the gateway.
    ///
    /// Most proxies set one of `X-Forwarded-For` and `Forwarded` and pass the other on unchanged, so the client itself
    /// may have written that one. If a request has both, they have to name the same client. If they do not, or if one
    /// cannot be read, neither is believed, and the request counts as the proxy's own.
    func client(of head: RequestHead, from peer: PeerAddress) -> (PeerAddress, Origin) {
        guard trusts(peer) else { return (peer, Origin()) }
        let informal = head.values(of: "x-forwarded-for")
        let forwarded = head.values(of: "forwarded")
        let walks = [
            informal.isEmpty ? nil : walk(XForwarded.hops(in: informal), from: peer),
            forwarded.isEmpty ? nil : walk(ForwardedField.hops(in: forwarded), from: peer),
        ]
        return (
            Self.agreed(walks.compactMap { $0?.address }) ?? peer,
            Self.agreed(XForwarded.origin(of: head), walks[1]?.origin ?? Origin())
        )
    }

    private func trusts(_ address: PeerAddress) -> Bool {
        blocks.contains { $0.contains(address) }
    }

    /// Follows the hops from the last towards the first, while the one that reports the hop is trusted. If the hops
    /// cannot be read, the client is the proxy.
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

    /// The address on which all agree; ports do not matter.
    private static func agreed(_ addresses: [PeerAddress]) -> PeerAddress? {
        guard let first = addresses.first else { return nil }
        return addresses.allSatisfy { $0.isSameHost(as: first) } ? first : nil
    }

    /// The statements of both, without those that contradict each other.
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
