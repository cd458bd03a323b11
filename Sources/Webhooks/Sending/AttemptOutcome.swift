package import Checkout
package import Wire

/// How one attempt to deliver an event ended.
package enum AttemptOutcome: Sendable, Equatable {
    /// The shop answered with this status. It may have said for how many seconds it wants to be left alone.
    case answered(status: Int, retryAfterSeconds: Int64?)
    /// The shop took too long to connect or to answer.
    case timedOut
    /// The shop could not be reached: its name, its address, its TLS, or a connection that broke.
    case unreachable
    /// The gateway itself ended the attempt, because it stops or lacks a resource. The shop is not to blame, so the
    /// attempt does not count.
    case interrupted

    /// Whether the shop has the event. Standard Webhooks 1.0.0: only a status from 200 to 299 says so, and a redirect
    /// is not followed.
    package var isSuccess: Bool {
        if case .answered(200...299, _) = self { true } else { false }
    }

    /// Whether it is one of the attempts that a schedule allows.
    package var counts: Bool { self != .interrupted }

    /// Whether the shop is overloaded, so that it needs some time.
    var isOverload: Bool {
        switch self {
        case .answered(429, _), .answered(502, _), .answered(504, _), .timedOut: true
        case .answered, .unreachable, .interrupted: false
        }
    }
}

/// What follows an attempt.
package enum NextStep: Sendable, Equatable {
    /// The shop has the event.
    case delivered
    case retry(at: Timestamp)
    /// The schedule has no further attempt. The event can still be sent again on request.
    case failed
    /// The endpoint gets nothing more, neither this event nor those that wait.
    case disable(WebhookDisabling)
}
