import Checkout
import Pages
import Wire

/// `sessions/{id}/complete`, `process`, `fail`, `expire` and `cancel`: a test acts as a customer, a bank or time.
enum TransitionResource {
    @Sendable static func complete(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try end(call, .complete)
    }

    @Sendable static func expire(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try end(call, .expire)
    }

    @Sendable static func cancel(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try end(call, .cancel)
    }

    /// Starts a payment that waits for its bank, with the same step as the page for a card that needs 3-D Secure.
    @Sendable static func process(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try readNothing(call)
        return try pay(call, .needsConfirmation)
    }

    /// Makes a payment fail, with the same step as the page. The session stays open.
    @Sendable static func fail(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let body = try call.optionalBody(members: ["reason"])
        var refusal = TestCard.Decline.declined
        if let reason = body?.member("reason") {
            guard let named = TestCard.Decline.ofPayments.first(where: { $0.rawValue == reason.string }) else {
                let words = TestCard.Decline.ofPayments.map(\.rawValue).joined(separator: ", ")
                throw .badRequest("reason has to be one of \(words).")
            }
            refusal = named
        }
        return try pay(call, .failed(detail: refusal.detail))
    }

    private static func pay(
        _ call: AdminAPI.AcceptedRequest, _ outcome: PaymentStep.Outcome
    ) throws(ProblemDetails) -> Reply {
        try call.withSession { (session, call) throws(ProblemDetails) in
            guard SessionEnding.complete.isOpen(to: session) else { throw live }
            guard !session.status.isFinal else { throw over(session.status) }
            let step = Write.pay(session.id, .attempt(outcome), at: call.now, by: call.services.actor)
            return .afterCommitting(step, .written(answer(session, call)))
        }
    }

    private static func end(_ call: AdminAPI.AcceptedRequest, _ ending: SessionEnding) throws(ProblemDetails) -> Reply {
        try readNothing(call)
        return try call.withSession { (session, call) throws(ProblemDetails) in
            guard ending.isOpen(to: session) else { throw live }
            guard session.status.mayBecome(ending.status) else { throw over(session.status) }
            let write = ending.write(on: session.id, at: call.now, by: call.services.actor)
            return .afterCommitting(write, .written(answer(session, call)))
        }
    }

    private static let live = ProblemDetails(status: 403, detail: "A live session is paid by its customer alone.")

    /// Requires an empty query and a body without members: the caller must not believe that something was done that was
    /// not understood.
    private static func readNothing(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) {
        _ = try QueryParameters(call.request.head.query, names: [])
        _ = try call.optionalBody(members: [])
    }

    /// The problem of a session with this status, by the query or by the store's later write.
    private static func over(_ status: Status) -> ProblemDetails {
        ProblemDetails(status: 409, detail: "The session is \(status).")
    }

    private static func answer(
        _ session: CheckoutSession, _ call: AdminAPI.AcceptedRequest
    ) -> @Sendable (Written) -> Response {
        let (now, links) = (call.now, call.pageLinks)
        return { written in
            switch written {
            case .done(let moved): .ok(SessionDocument.text(moved ?? session, at: now, links))
            case .unknownSession: ProblemDetails(status: 404).response
            case .wrongStatus(let status): over(status).response
            case .timelineFull:
                ProblemDetails(status: 409, detail: "The session has as many payments as it may have.")
                    .response
            case .replayed, .keyConflict, .adjusted: ProblemDetails(status: 500).response
            }
        }
    }
}
