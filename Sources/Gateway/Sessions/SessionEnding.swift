package import Checkout
package import Wire

/// Ways to end a session without its page: by a test that acts as its customer, or by an operator. The command line and
/// the gateway's own API mean the same by each.
package enum SessionEnding: String {
    case complete, expire, cancel

    /// The status of the session afterwards.
    var status: Status {
        switch self {
        case .complete: .completed
        case .expire: .expired
        case .cancel: .cancelled
        }
    }

    /// Only the customer can pay a live session, because it is about real money.
    package func isOpen(to session: CheckoutSession) -> Bool {
        self != .complete || !session.isLive
    }

    /// The write for the store. A payment is the same step as the page's, so that the timeline shows the card that
    /// paid, even after other attempts.
    ///
    /// - Parameter actor: the actor of the event in the timeline.
    package func write(on session: SessionID, at now: Timestamp, by actor: Actor) -> Write {
        switch self {
        case .complete: .pay(session, .attempt(.paid), at: now, by: actor)
        case .expire, .cancel: .move(session, account: nil, to: status, at: now, by: actor)
        }
    }
}
