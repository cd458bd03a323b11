import Server
import Wire

/// Where requests come in: finds out whom they come from, and counts what is to be counted of them.
struct Entrance: Sendable {
    var limits = RateLimits()
    /// Nil where none is trusted.
    var proxies: TrustedProxies?

    /// Nobody is limited and no proxy is trusted.
    init() {}

    /// What the settings say.
    ///
    /// - Parameter credentials: how many there are.
    init(_ settings: Settings, credentials: Int) {
        limits = RateLimits(settings, credentials: credentials)
        proxies = TrustedProxies(settings.trustedProxies)
    }

    /// A request comes in. `leave` must follow once it is known who it is from.
    func enter(_ head: RequestHead?, from peer: PeerAddress, at now: Int64) -> Visit {
        var (address, origin) = (peer, Origin())
        if let proxies, let head { (address, origin) = proxies.client(of: head, from: peer) }
        return Visit(address: address, origin: origin, excess: limits.authentication?.excess(of: address, at: now))
    }

    /// Counts what came of it.
    func leave(_ visit: Visit, at now: Int64) {
        if visit.hasFailed { limits.authentication?.charge(visit.address, at: now) }
    }
}
