import Checkout
import Wire

/// Payments. A step is checked against the stored state and written completely in one transaction: no other write comes
/// between, and each payment has its end recorded.
extension SQLiteStatements {
    func pay(
        _ step: PaymentStep, of id: SessionID, at now: Timestamp, by actor: Actor
    ) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        let present = try present(state, of: id.key, at: now)
        guard !present.isFinal else { return .wrongStatus(present) }
        let waits = present == .processing ? try isPaymentWaiting(of: id.key) : false
        func add(
            _ kind: SessionEvent.Kind, detail: JSONText? = nil, sequenceMax: Int64 = .max
        ) throws(SQLiteError) -> Bool {
            let event = NewEvent(kind, by: actor, at: now, detail: detail)
            return try append(
                event, to: id, of: state.account, notBefore: state.created, sequenceMax: sequenceMax)
        }
        switch step {
        case .attempt(.paid):
            // This is written even if the timeline is full, because it ends the session.
            _ = try add(.paymentAttempted)
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .attempt(.needsConfirmation) where present == .open:
            // This is also written if the timeline is full, because a session begins to be processed only once.
            _ = try add(.paymentAttempted)
            return try move(id, nil, to: .processing, at: now, by: actor, nil)
        case .attempt(.needsConfirmation):
            let isWritten = try add(.paymentAttempted, sequenceMax: SessionEvent.paymentsMax)
            // A waiting payment can be replaced by another one without an event.
            return isWritten || waits ? .done(nil) : .timelineFull
        case .attempt(.paidByBank):
            _ = try add(.paymentAttempted)
            if present == .open { _ = try move(id, nil, to: .processing, at: now, by: actor, nil) }
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .attempt(.refusedByBank(let detail)) where present == .open:
            _ = try add(.paymentAttempted)
            let moved = try move(id, nil, to: .processing, at: now, by: actor, nil)
            _ = try add(.paymentFailed, detail: detail)
            return moved
        case .attempt(.failed(let detail)), .attempt(.refusedByBank(let detail)):
            guard try add(.paymentAttempted, sequenceMax: SessionEvent.paymentsMax) else { return .timelineFull }
            _ = try add(.paymentFailed, detail: detail)
            return .done(nil)
        case .confirm:
            guard waits else { return .wrongStatus(present) }
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .refuse(let detail):
            guard waits else { return .wrongStatus(present) }
            // This is written even if the timeline is full: each waiting payment was recorded and ends once.
            _ = try add(.paymentFailed, detail: detail)
            return .done(nil)
        }
    }

    /// Whether the last payment of a processing session has not ended yet.
    private func isPaymentWaiting(of key: Int64) throws(SQLiteError) -> Bool {
        // A session is processed because of a payment.
        var waits = true
        try events.kinds.each(key) { kind in
            guard let found = kind?.leavesPaymentWaiting else { return true }
            waits = found
            return false
        }
        return waits
    }
}
