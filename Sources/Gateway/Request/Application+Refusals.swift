import Checkout
import Server
import Wire

/// Responses to requests that the server refuses by itself.
extension Application {
    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response {
        var turn = turn(head, Exchange(peer: peer) { _ in })
        var visit = entrance.enter(head, from: peer, at: turn.startedAt)
        defer { entrance.leave(visit, at: turn.startedAt) }
        if let head {
            let own = OwnPath(head.path)
            turn.sharedFields = crossOrigin?.fields(for: head, own)
            if case .api = own { turn.forbidsCaching = true }
            if own == nil, let owner = router.owner(of: head, &visit) {
                turn.provider = owner.provider
                return finish(owner.provider.render(.transport(error)), turn)
            }
        }
        return finish(Problem(status: error.statusHint, detail: error.reason).response, turn)
    }

    func refuseConnection(from peer: PeerAddress) -> Response {
        let turn = turn(nil, Exchange(peer: peer) { _ in })
        return finish(Problem.unavailable("There are too many connections.", retryAfterSeconds: 1).response, turn)
    }
}
