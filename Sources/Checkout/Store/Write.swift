package import Wire

/// One change to the store.
package enum Write: Sendable {
    /// A new session.
    case create(CheckoutSession)
    /// A new session, unless an earlier call under the same key has made one.
    indirect case createOnce(CheckoutSession, IdempotencyClaim)
    /// Gives a session of this account another status, if its present status allows that, and records the event, in one
    /// compare-and-set. The detail is a JSON object. Payments use ``pay(_:_:at:by:)`` instead.
    case move(
        SessionID, account: AccountID?, to: Status, at: Timestamp, by: Actor = .gateway, detail: JSONText? = nil)
    /// Records that these sessions expired when their time ran out, except sessions that have ended otherwise. The
    /// clock is not asked: an answer has told the expiry, and the clock may have been set back since.
    case expire([SessionID])
    /// The customer takes a step of a session's payment, if the session's status and the payment's last step allow
    /// that.
    case pay(SessionID, PaymentStep, at: Timestamp, by: Actor)
    /// An event that changes neither the session nor its payment.
    case note(SessionID, Note, at: Timestamp, by: Actor)
    /// Changes a setting that is a whole number. A missing setting counts as 0.
    case adjust(String, Adjustment)
    /// A change of endpoints or deliveries.
    indirect case webhook(WebhookWrite)

    /// How many sessions or deliveries the write is about, at least 1: the work that it adds to a commit.
    package var rowCount: Int {
        switch self {
        case .expire(let ids): max(1, ids.count)
        case .webhook(.recover): WebhookWrite.recoveredMax
        default: 1
        }
    }
}

/// The change of a number in the store. It is not the new value, so that no change is lost if two come at once.
package enum Adjustment: Sendable, Equatable {
    /// Adds an amount, but not beyond `max`.
    case add(Int64, max: Int64)
    /// Raises the number to this, unless it is greater.
    case raise(to: Int64)
    /// Removes the number, which then counts as 0.
    case clear

    /// The number after the change. Only `clear` makes it smaller.
    package func applied(to value: Int64) -> Int64 {
        switch self {
        case .add(let amount, let bound):
            let (sum, overflow) = value.addingReportingOverflow(amount)
            return max(value, overflow ? bound : min(sum, bound))
        case .raise(let least):
            return max(value, least)
        case .clear:
            return 0
        }
    }
}

/// The result of a write that was committed.
package enum Written: Sendable {
    /// Done. The session after the write, if the writer did not have it.
    case done(CheckoutSession?)
    /// The account has no such session. Nothing was written.
    case unknownSession
    /// The session's status does not allow the write, or no payment waits for the confirmation. Nothing was written
    /// except, if that is the reason, that the session has expired.
    case wrongStatus(Status)
    /// The session's timeline has no room for another failed payment. Nothing was written.
    case timelineFull
    /// An earlier call under the key has made a session, and this was its answer. No new session was made.
    case replayed(KeptAnswer)
    /// An earlier call under the same key had another body. Nothing was written.
    case keyConflict
    /// The number after the change.
    case adjusted(Int64)
    /// The result of a change of endpoints or deliveries.
    indirect case webhook(WebhookWritten)
}

/// A sender's object that goes along with a write and comes back with its result, so that the sender knows which write
/// it is.
package protocol WriteReceipt: AnyObject, Sendable {}

/// The result of one write, with its receipt.
package struct WriteOutcome: Sendable {
    package let receipt: any WriteReceipt
    package let result: Result<Written, StoreFailure>

    package init(receipt: any WriteReceipt, result: Result<Written, StoreFailure>) {
        self.receipt = receipt
        self.result = result
    }
}
