import Server
import Wire

/// Finds out which client sent a request, and counts it for the limits.
struct Entrance: Sendable {
    var limits = RateLimits()
    /// Nil if no proxy is trusted.
    var proxies: TrustedProxies?

    /// No caller is limited and no proxy is trusted.
    init() {}

    /// As the settings say.
    ///
    /// - Parameter credentials: how many there are.
    init(_ settings: Settings, credentials: Int) {
        limits = RateLimits(settings, credentials: credentials)
        proxies = TrustedProxies(settings[.trustedProxies])
    }

    /// Begins a visit. The caller calls `leave` when the request's credential was checked.
    func enter(_ head: RequestHead?, from peer: PeerAddress, at now: Int64) -> Visit {
        var (address, origin) = (peer, Origin())
        if let proxies, let head { (address, origin) = proxies.client(of: head, from: peer) }
        return Visit(address: address, origin: origin, excess: limits.authentication?.excess(of: address, at: now))
    }

    /// Counts the result of the visit.
    func leave(_ visit: Visit, at now: Int64) {
        if visit.hasFailed { limits.authentication?.charge(visit.address, at: now) }
    }
}
