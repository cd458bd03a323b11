import Checkout
import Wire

/// `sessions/{id}/complete`, `fail`, `expire` and `cancel`: a test plays a customer, or time.
enum TransitionResource {
    @Sendable static func complete(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try pay(call, .paid)
    }

    @Sendable static func expire(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try move(call, to: .expired)
    }

    @Sendable static func cancel(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try move(call, to: .cancelled)
    }

    /// A payment that fails ends nothing: the session goes on as it was.
    @Sendable static func fail(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try pay(call, .failed(detail: TestCard.Refusal.declined.detail))
    }

    /// Plays a customer who gives a card, and asks for the same step as the page does then: what may follow on what is
    /// the store's to judge, for both.
    private static func pay(
        _ call: AdminAPI.Call, _ outcome: PaymentStep.Outcome
    ) throws(Problem) -> AdminAPI.Reply {
        let session = try named(call)
        // Nobody plays with money.
        guard !session.isLive else {
            throw Problem(status: 403, title: "Forbidden", detail: "A live session is paid by its customer alone.")
        }
        guard !session.status.isFinal else { throw over(session.status) }
        let step = Write.pay(session.id, .attempt(outcome), at: call.now, by: .sandbox)
        return .write(step, answer(session, call.now, call.context.links))
    }

    private static func move(_ call: AdminAPI.Call, to status: Status) throws(Problem) -> AdminAPI.Reply {
        let session = try named(call)
        guard session.status.mayBecome(status) else { throw over(session.status) }
        let move = Write.move(session.id, account: nil, to: status, at: call.now, by: .admin)
        return .write(move, answer(session, call.now, call.context.links))
    }

    private static func named(_ call: AdminAPI.Call) throws(Problem) -> CheckoutSession {
        _ = try QueryParameters(call.request.head.query, names: [])
        return try call.session()
    }

    /// What was found, or what the store found to be true meanwhile.
    private static func over(_ status: Status) -> Problem {
        Problem(status: 409, title: "Conflict", detail: "The session is \(status).")
    }

    private static func answer(
        _ session: CheckoutSession, _ now: Timestamp, _ links: Links
    ) -> @Sendable (Written) -> Response {
        { written in
            switch written {
            case .done(let moved): .ok(SessionDocument.text(moved ?? session, at: now, links))
            case .unknownSession: Problem(status: 404, title: "Not Found").response
            case .wrongStatus(let status): over(status).response
            case .timelineFull:
                Problem(status: 409, title: "Conflict", detail: "The session has as many payments as it may have.")
                    .response
            case .replayed, .keyConflict, .adjusted: Problem(status: 500, title: "Internal Server Error").response
            }
        }
    }
}
