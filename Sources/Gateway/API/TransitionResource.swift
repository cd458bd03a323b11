import Checkout
import Wire

/// `sessions/{id}/complete`, `process`, `fail`, `expire` and `cancel`: a test acts as a customer, a bank or time.
enum TransitionResource {
    @Sendable static func complete(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try changeByPath(call, .end(.complete))
    }

    @Sendable static func expire(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try changeByPath(call, .end(.expire))
    }

    @Sendable static func cancel(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try changeByPath(call, .end(.cancel))
    }

    @Sendable static func process(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        try changeByPath(call, .process)
    }

    @Sendable static func fail(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let reason = try call.optionalBody(members: ["reason"])?.member("reason")
        // A reason that is not a text is not in the list.
        guard let action = SessionAction.failing(for: reason.map { $0.string ?? "" }) else {
            throw .badRequest("reason has to be one of \(SessionAction.reasons).")
        }
        return try change(call, action)
    }

    /// A change whose call has only a path. A query or a body with members is refused, because a caller would think that
    /// the gateway did what they ask for.
    private static func changeByPath(_ call: AdminAPI.AcceptedRequest, _ action: SessionAction) throws(ProblemDetails)
        -> Reply
    {
        _ = try QueryParameters(call.request.head.query, names: [])
        _ = try call.optionalBody(members: [])
        return try change(call, action)
    }

    private static func change(_ call: AdminAPI.AcceptedRequest, _ action: SessionAction) throws(ProblemDetails)
        -> Reply
    {
        try call.withSession { (session, call) throws(ProblemDetails) in
            guard action.isOpen(to: session) else { throw live }
            guard action.fits(session.status) else { throw over(session.status) }
            let write = action.write(on: session.id, at: call.now, by: call.services.actor)
            return .afterCommitting(write, .written(answer(session, call)))
        }
    }

    private static let live = ProblemDetails(status: 403, detail: "A live session is paid by its customer alone.")

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
            case .replayed, .keyConflict, .adjusted, .webhook: ProblemDetails(status: 500).response
            }
        }
    }
}
