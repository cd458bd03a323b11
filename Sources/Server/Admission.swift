import Synchronization
import Wire

/// Counts connections, in all and for each client network, and decides whether one more may be kept.
final class Admission: Sendable {
    private struct Counts {
        var all = 0
        var networks: [UInt64: Int] = [:]
    }

    private let connectionsMax: Int
    private let connectionsPerPeerMax: Int
    private let exempt: [AddressBlock]
    private let counts = Mutex(Counts())

    init(_ limits: ServerLimits) {
        connectionsMax = limits.connectionsMax
        connectionsPerPeerMax = limits.connectionsPerPeerMax
        exempt = limits.connectionsPerPeerExempt
    }

    /// Counts one more connection of this client, if there is room for it. After true, the caller has to call `leave`
    /// once.
    func enter(_ peer: PeerAddress) -> Bool {
        let isCounted = isCounted(peer)
        return counts.withLock { counts in
            let ofPeer = counts.networks[peer.network, default: 0]
            guard counts.all < connectionsMax, !isCounted || ofPeer < connectionsPerPeerMax else { return false }
            counts.all += 1
            if isCounted { counts.networks[peer.network] = ofPeer + 1 }
            return true
        }
    }

    func leave(_ peer: PeerAddress) {
        let isCounted = isCounted(peer)
        counts.withLock { counts in
            counts.all -= 1
            guard isCounted else { return }
            let ofPeer = counts.networks[peer.network, default: 1] - 1
            counts.networks[peer.network] = ofPeer == 0 ? nil : ofPeer
        }
    }

    private func isCounted(_ peer: PeerAddress) -> Bool {
        !exempt.contains { $0.contains(peer) }
    }
}
