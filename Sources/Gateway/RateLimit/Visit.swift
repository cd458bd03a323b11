import Checkout
import Server

/// One request at the entrance: its client, and whether its credentials were accepted.
struct Visit {
    /// The address for which failures are counted.
    let address: PeerAddress
    /// How the client reaches the gateway, if a trusted proxy says so.
    let origin: Origin
    /// The allowance of its address if that is used up; then none of its credentials is checked.
    let excess: Allowance?
    /// Whether it had a wrong credential.
    private(set) var hasFailed = false

    /// A request that came over no connection, so that its failures are not counted.
    static var uncounted: Visit {
        Visit(address: PeerAddress(ipv4: 127, 0, 0, 1, port: 0), origin: Origin(), excess: nil)
    }

    /// Notes why a credential was refused. A missing credential is not a guess, so it does not count.
    mutating func note(_ failure: Failure) {
        switch failure {
        case .unauthenticated(.missing): break
        case .unauthenticated: hasFailed = true
        default: break
        }
    }
}
