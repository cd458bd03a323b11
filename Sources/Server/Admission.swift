import Synchronization

/// Counts connections in all and for each client network, and says when it is enough.
final class Admission: Sendable {
    private struct Counts {
        var all = 0
        var networks: [UInt64: Int] = [:]
    }

    private let connectionsMax: Int
    private let connectionsPerPeerMax: Int
    private let counts = Mutex(Counts())

    init(_ limits: ServerLimits) {
        connectionsMax = limits.connectionsMax
        connectionsPerPeerMax = limits.connectionsPerPeerMax
    }

    /// Whether one more connection of this client may be kept. If so, `leave` must follow once.
    func enter(_ peer: PeerAddress) -> Bool {
        counts.withLock { counts in
            let ofPeer = counts.networks[peer.network, default: 0]
            guard counts.all < connectionsMax, ofPeer < connectionsPerPeerMax else { return false }
            counts.all += 1
            counts.networks[peer.network] = ofPeer + 1
            return true
        }
    }

    func leave(_ peer: PeerAddress) {
        counts.withLock { counts in
            counts.all -= 1
            let ofPeer = counts.networks[peer.network, default: 1] - 1
            counts.networks[peer.network] = ofPeer == 0 ? nil : ofPeer
        }
    }
}
