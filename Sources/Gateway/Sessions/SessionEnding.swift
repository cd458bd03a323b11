package import Checkout
package import Wire

/// How somebody who is not at a session's page ends it: a test that plays its customer, or an operator. The command line
/// and the gateway's own API mean the same by each.
package enum SessionEnding: String {
    case complete, expire, cancel

    /// What the session becomes.
    var status: Status {
        switch self {
        case .complete: .completed
        case .expire: .expired
        case .cancel: .cancelled
        }
    }

    /// Nobody plays with money: a live session is paid by its customer alone.
    package func isOpen(to session: CheckoutSession) -> Bool {
        self != .complete || !session.isLive
    }

    /// What the store is asked for. A payment is the step that a page asks for then, so that its timeline tells of the card
    /// that ended it, whatever became of those before.
    ///
    /// - Parameter actor: who ends it, as its timeline tells.
    package func write(on session: SessionID, at now: Timestamp, by actor: Actor) -> Write {
        switch self {
        case .complete: .pay(session, .attempt(.paid), at: now, by: actor)
        case .expire, .cancel: .move(session, account: nil, to: status, at: now, by: actor)
        }
    }
}
