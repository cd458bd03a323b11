package import Checkout
package import Pages
package import Wire

/// What a test, or an operator, does to a session in place of its customer, its bank or time. The command line and the
/// gateway's own API mean the same by each.
package enum SessionAction {
    /// Pays, expires or cancels it.
    case end(SessionEnding)
    /// Leaves a payment waiting for its bank, as a page does with a card that needs 3-D Secure.
    case process
    /// Lets a payment fail, which ends nothing: the session stays as it was.
    case fail(TestCard.Decline)

    /// A failed payment, for a reason of ``reasons``; nil for another word. Without a word the card is declined.
    package static func failing(for word: String?) -> SessionAction? {
        guard let word else { return .fail(.declined) }
        return TestCard.Decline.ofPayments.first { $0.rawValue == word }.map { .fail($0) }
    }

    /// The reasons why a payment may fail, for sentences.
    package static let reasons = TestCard.Decline.ofPayments.map(\.rawValue).joined(separator: ", ")

    /// The reason if none is given.
    package static let defaultReason = TestCard.Decline.declined.rawValue

    /// The last part of the path with which the API offers it, which is also the command's word.
    package var verb: String {
        switch self {
        case .end(let ending): ending.rawValue
        case .process: "process"
        case .fail: "fail"
        }
    }

    /// The body of the call with which the API offers it; nil if the call needs none.
    package var body: String? {
        guard case .fail(let refusal) = self else { return nil }
        return #"{"reason":"\#(refusal.rawValue)"}"#
    }

    /// Only the customer can pay a live session, because it is about real money.
    package func isOpen(to session: CheckoutSession) -> Bool {
        guard case .end(let ending) = self else { return SessionEnding.complete.isOpen(to: session) }
        return ending.isOpen(to: session)
    }

    /// Whether a session with a status can still be changed so.
    func fits(_ status: Status) -> Bool {
        guard case .end(let ending) = self else { return !status.isFinal }
        return status.mayBecome(ending.status)
    }

    /// The write for the store. A payment is the same step as the page's, so that the timeline shows the card, even
    /// after other attempts.
    ///
    /// - Parameter actor: the actor of the event in the timeline.
    package func write(on session: SessionID, at now: Timestamp, by actor: Actor) -> Write {
        switch self {
        case .end(let ending): ending.write(on: session, at: now, by: actor)
        case .process: .pay(session, .attempt(.needsConfirmation), at: now, by: actor)
        case .fail(let refusal): .pay(session, .attempt(.failed(detail: refusal.detail)), at: now, by: actor)
        }
    }
}
