import Checkout
import Server

/// One request as it is seen at the entrance: where it comes from, and what came of the credentials that it shows.
struct Visit {
    /// Whose failures its failures are.
    let address: PeerAddress
    /// How its client reaches the gateway, where a proxy that is trusted tells.
    let origin: Origin
    /// What is left to its address, where that is nothing: then none of its credentials is looked at.
    let excess: Allowance?
    /// It showed a credential that is nobody's.
    private(set) var hasFailed = false

    /// A request whose failures are nobody's, because it came over no connection.
    static var uncounted: Visit {
        Visit(address: PeerAddress(ipv4: 127, 0, 0, 1, port: 0), origin: Origin(), excess: nil)
    }

    /// Notes why a credential was not taken. Who shows none guesses none, so that does not count.
    mutating func note(_ failure: Failure) {
        switch failure {
        case .unauthenticated(.missing): break
        case .unauthenticated: hasFailed = true
        default: break
        }
    }
}
