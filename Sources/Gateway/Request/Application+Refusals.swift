import Checkout
import Server
import Wire

/// Responses to requests that the server refuses by itself.
extension Application {
    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response {
        var context = context(head, Exchange(peer: peer) { _ in })
        var visit = entrance.enter(head, from: peer, at: context.startedAt)
        defer { entrance.leave(visit, at: context.startedAt) }
        if let head {
            let own = OwnPath(head.path)
            context.sharedFields = crossOrigin?.fields(for: head, own)
            if case .api = own { context.forbidsCaching = true }
            if own == nil, let owner = router.owner(of: head, &visit) {
                context.owner = owner
                return finish(owner.provider.render(.transport(error)), context)
            }
        }
        return finish(ProblemDetails(status: error.statusHint, detail: error.reason).response, context)
    }

    func refuseConnection(from peer: PeerAddress) -> Response {
        let context = context(nil, Exchange(peer: peer) { _ in })
        return finish(
            ProblemDetails.unavailable("There are too many connections.", retryAfterSeconds: 1).response, context)
    }
}
