import CSQLite
import Checkout
import Wire

/// Timelines. An event is only ever added, by the writer's one connection, in the transaction of what it tells.
extension SQLiteStatements {
    /// Events of a session up to which one is written that decides nothing: a page that is opened for ever fills no disk.
    static let notesMax: Int64 = 1_000
    /// Events of a session up to which a payment is taken that ends nothing. More than ``notesMax``, so that no number of
    /// repeated calls keeps a customer from paying.
    static let paymentsMax: Int64 = 2_000

    /// Writes an event of a session that stays as it is. One that decides nothing is left out where there is no room for
    /// it; one of a payment never is, since it tells whether the payment may be confirmed.
    func note(_ event: NewEvent, of id: SessionID) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        if event.kind.needsUnendedSession {
            let present = try present(state, of: id.key, at: event.at)
            guard !present.isFinal else { return .wrongStatus(present) }
        }
        let decides = event.kind.leavesPaymentWaiting != nil
        let isWritten = try append(
            event, to: id.key, notBefore: state.created, sequenceMax: decides ? Self.paymentsMax : Self.notesMax)
        return isWritten || !decides ? .done(nil) : .timelineFull
    }

    /// Takes a step of a payment: judges it by what is stored, and writes all that comes of it. What ends the session or
    /// the payment is written however full the timeline is; there is one such event of each.
    func pay(
        _ step: PaymentStep, of id: SessionID, at now: Timestamp, by actor: Actor
    ) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        let present = try present(state, of: id.key, at: now)
        guard !present.isFinal else { return .wrongStatus(present) }
        switch step {
        case .attempt(let outcome):
            let attempt = NewEvent(.paymentAttempted, by: actor, at: now)
            let bound = outcome == .paid ? .max : Self.paymentsMax
            guard try append(attempt, to: id.key, notBefore: state.created, sequenceMax: bound) else {
                return .timelineFull
            }
            switch outcome {
            case .paid: return try move(id, nil, to: .completed, at: now, by: actor, nil)
            case .needsConfirmation where present == .processing: return .done(nil)
            case .needsConfirmation: return try move(id, nil, to: .processing, at: now, by: actor, nil)
            case .failed(let detail):
                try append(
                    NewEvent(.paymentFailed, by: actor, at: now, detail: detail), to: id.key, notBefore: state.created)
                return .done(nil)
            }
        case .confirm:
            guard present == .processing, try isPaymentWaiting(of: id.key) else { return .wrongStatus(present) }
            return try move(id, nil, to: .completed, at: now, by: actor, nil)
        case .refuse(let detail):
            guard present == .processing, try isPaymentWaiting(of: id.key) else { return .wrongStatus(present) }
            try append(
                NewEvent(.paymentFailed, by: actor, at: now, detail: detail), to: id.key, notBefore: state.created)
            return .done(nil)
        }
    }

    /// Whether the payment that was begun last has no end yet.
    private func isPaymentWaiting(of key: Int64) throws(SQLiteError) -> Bool {
        let kinds = self[.kindsOfEvents]
        defer { kinds.reset() }
        kinds.bind(key, at: 1)
        while try kinds.step() {
            if let waits = SessionEvent.Kind(rawValue: kinds.integer(0))?.leavesPaymentWaiting { return waits }
        }
        return true
    }

    /// Adds an event to a timeline, whose moments never go back, whatever the clock did. False where it has no
    /// room for it.
    @discardableResult
    func append(
        _ event: NewEvent, to key: Int64, notBefore first: Int64, sequenceMax: Int64 = .max
    ) throws(SQLiteError) -> Bool {
        var sequence: Int64 = 1
        var at = max(first, event.at.microseconds)
        do {
            let last = self[.lastEvent]
            defer { last.reset() }
            last.bind(key, at: 1)
            if try last.step() {
                sequence = last.integer(0) + 1
                at = max(at, last.integer(1))
            }
        }
        guard sequence <= sequenceMax else { return false }
        let insert = self[.insertEvent]
        insert.bind(key, at: 1)
        insert.bind(sequence, at: 2)
        insert.bind(at, at: 3)
        insert.bind(event.kind.rawValue, at: 4)
        insert.bind(event.actor.rawValue, at: 5)
        insert.bind(blob: event.detail, at: 6)
        try insert.run()
        return true
    }

    /// What was written of a session's life, in its order, without its creation.
    func events(ofKey key: Int64) throws(SQLiteError) -> [SessionEvent] {
        let statement = self[.eventsOfSession]
        defer { statement.reset() }
        statement.bind(key, at: 1)
        var events: [SessionEvent] = []
        while try statement.step() {
            guard let kind = SessionEvent.Kind(rawValue: statement.integer(2)),
                let actor = Actor(rawValue: statement.integer(3))
            else { throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(key) has an event of no kind") }
            let at = Timestamp(microseconds: statement.integer(1))
            events.append(
                SessionEvent(
                    sequence: statement.integer(0),
                    NewEvent(kind, by: actor, at: at, detail: statement.optionalBlob(4))))
        }
        return events
    }
}
