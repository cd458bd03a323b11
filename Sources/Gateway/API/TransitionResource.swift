import Checkout
import Wire

/// `sessions/{id}/complete`, `fail`, `expire` and `cancel`: a test plays a customer, or time.
enum TransitionResource {
    @Sendable static func complete(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try end(call, .complete)
    }

    @Sendable static func expire(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try end(call, .expire)
    }

    @Sendable static func cancel(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        try end(call, .cancel)
    }

    /// A payment that fails ends nothing: the session goes on as it was. It is the step that a page asks for then.
    @Sendable static func fail(_ call: AdminAPI.Call) throws(Problem) -> AdminAPI.Reply {
        let session = try named(call)
        guard SessionEnding.complete.isOpen(to: session) else { throw live }
        guard !session.status.isFinal else { throw over(session.status) }
        let outcome = PaymentStep.Outcome.failed(detail: TestCard.Refusal.declined.detail)
        let step = Write.pay(session.id, .attempt(outcome), at: call.now, by: .sandbox)
        return .write(step, answer(session, call.now, call.context.links))
    }

    private static func end(_ call: AdminAPI.Call, _ ending: SessionEnding) throws(Problem) -> AdminAPI.Reply {
        let session = try named(call)
        guard ending.isOpen(to: session) else { throw live }
        guard session.status.mayBecome(ending.status) else { throw over(session.status) }
        return .write(ending.write(on: session.id, at: call.now), answer(session, call.now, call.context.links))
    }

    private static let live = Problem(status: 403, detail: "A live session is paid by its customer alone.")

    private static func named(_ call: AdminAPI.Call) throws(Problem) -> CheckoutSession {
        _ = try QueryParameters(call.request.head.query, names: [])
        return try call.session()
    }

    /// What was found, or what the store found to be true meanwhile.
    private static func over(_ status: Status) -> Problem {
        Problem(status: 409, detail: "The session is \(status).")
    }

    private static func answer(
        _ session: CheckoutSession, _ now: Timestamp, _ links: Links
    ) -> @Sendable (Written) -> Response {
        { written in
            switch written {
            case .done(let moved): .ok(SessionDocument.text(moved ?? session, at: now, links))
            case .unknownSession: Problem(status: 404).response
            case .wrongStatus(let status): over(status).response
            case .timelineFull:
                Problem(status: 409, detail: "The session has as many payments as it may have.")
                    .response
            case .replayed, .keyConflict, .adjusted: Problem(status: 500).response
            }
        }
    }
}
