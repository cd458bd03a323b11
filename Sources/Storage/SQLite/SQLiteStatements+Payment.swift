import Checkout
import Wire

/// Payments. A step is judged by what is stored and written whole, in one transaction: nothing comes in between, and no
/// payment is left whose end is not told.
extension SQLiteStatements {
    /// Events of a session up to which a payment is taken that does not pay. More than ``notesMax``, so that nobody who
    /// opens a page or repeats a call keeps its customer from trying.
    static let paymentsMax: Int64 = 2_000

    func pay(
        _ step: PaymentStep, of id: SessionID, at now: Timestamp, by actor: Actor
    ) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        let present = try present(state, of: id.key, at: now)
        guard !present.isFinal else { return .wrongStatus(present) }
        let waits = present == .processing ? try isPaymentWaiting(of: id.key) : false
        func add(
            _ kind: SessionEvent.Kind, detail: [UInt8]? = nil, sequenceMax: Int64 = .max
        ) throws(SQLiteError) -> Bool {
            let event = NewEvent(kind, by: actor, at: now, detail: detail)
            return try append(event, to: id.key, notBefore: state.created, sequenceMax: sequenceMax)
        }
        switch step {
        case .attempt(.paid):
            // However full the timeline is: this ends the session.
            _ = try add(.paymentAttempted)
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .attempt(.needsConfirmation) where present == .open:
            // Here as well: a session begins to be processed once.
            _ = try add(.paymentAttempted)
            return try move(id, nil, to: .processing, at: now, by: actor, nil)
        case .attempt(.needsConfirmation):
            let isWritten = try add(.paymentAttempted, sequenceMax: Self.paymentsMax)
            // One that waits already can take the place of another without being told of.
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
            guard try add(.paymentAttempted, sequenceMax: Self.paymentsMax) else { return .timelineFull }
            _ = try add(.paymentFailed, detail: detail)
            return .done(nil)
        case .confirm:
            guard waits else { return .wrongStatus(present) }
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .refuse(let detail):
            guard waits else { return .wrongStatus(present) }
            // However full the timeline is: each payment that waits was told of, and ends once.
            _ = try add(.paymentFailed, detail: detail)
            return .done(nil)
        }
    }

    /// Whether the payment of a processing session that was begun last has no end yet.
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
