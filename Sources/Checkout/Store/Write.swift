package import Wire

/// What a store is asked to write.
package enum Write: Sendable {
    /// A new session.
    case open(CheckoutSession)
    /// A new session, unless its call was made before under the same key.
    case openOnce(CheckoutSession, IdempotencyClaim)
    /// A session of this account is to get another status, if its present one allows it. One compare-and-set, with its
    /// event in the timeline. The detail is a JSON object. What a payment makes of a session is asked for by
    /// ``pay(_:_:at:by:)``.
    case move(
        SessionID, account: AccountID?, to: Status, at: Timestamp, by: Actor = .gateway, detail: [UInt8]? = nil)
    /// These sessions are to be recorded as expired, as of when their time ran out: somebody is told so, and the clock may
    /// be set back. Each that has not ended otherwise.
    case expire([SessionID])
    /// A session's customer takes a step of its payment, if its status and the payment's last step allow that.
    case pay(SessionID, PaymentStep, at: Timestamp, by: Actor)
    /// Something happened to a session that changes nothing of it, nor of its payment.
    case note(SessionID, Note, at: Timestamp, by: Actor)
    /// A setting of the store that is a whole number, or not there, which counts as 0, is to become another one.
    case adjust(String, Adjustment)

    /// How many sessions it is about, at least 1: what it adds to the work of a commit.
    package var rowCount: Int {
        if case .expire(let ids) = self { max(1, ids.count) } else { 1 }
    }
}

/// What becomes of a number in the store. It is told as a change and not as a value, so that of two at once none is lost.
package enum Adjustment: Sendable, Equatable {
    /// So much more, but no more than this in all.
    case add(Int64, max: Int64)
    /// At least this.
    case raise(to: Int64)
    /// Nothing.
    case clear

    /// The number after the change. It is never less than before, unless it is cleared.
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

/// What became of a write that was committed.
package enum Written: Sendable {
    /// As asked. The session as it now is, where the writer did not have it.
    case done(CheckoutSession?)
    /// The account has no such session; nothing was written.
    case unknownSession
    /// The session's status does not allow it, or no payment of it waits for what was to be confirmed or refused; nothing
    /// was written but that its time has run out, where that is why.
    case wrongStatus(Status)
    /// The session's timeline has no room for another payment that does not pay; nothing was written.
    case timelineFull
    /// The call was made before: nothing was opened, and this was its answer.
    case replayed(KeptAnswer)
    /// Another call was made before under the same key; nothing was written.
    case keyConflict
    /// What the number now is that was to be adjusted.
    case adjusted(Int64)
}
