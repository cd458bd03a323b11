import Checkout
import Storage
import Wire

/// The state that the writes of one transaction share.
struct BatchState {
    /// The sweep has read all sessions up to this key.
    let sweptKey: Int64
    var activePeriods = ActivePeriods()
}

/// Runs writes as statements, each inside a transaction that several writes share.
extension SQLiteStatements {
    func apply(_ write: PreparedWrite, in batch: inout BatchState) throws(SQLiteError) -> Written {
        switch write {
        case .create(let row):
            try insert(row, in: &batch)
            return .done(nil)
        case .createOnce(let row, let claim):
            return try open(row, under: claim, in: &batch)
        case .other(let write):
            return try apply(write, in: &batch)
        }
    }

    private func apply(_ write: Write, in batch: inout BatchState) throws(SQLiteError) -> Written {
        switch write {
        case .create, .createOnce:
            return try apply(write.prepared(), in: &batch)
        case .move(let id, let account, let status, let now, let actor, let detail):
            return try move(id, account, to: status, at: now, by: actor, detail)
        case .expire(let ids):
            return try expire(ids)
        case .pay(let id, let step, let now, let actor):
            return try pay(step, of: id, at: now, by: actor)
        case .note(let id, let note, let now, let actor):
            return try self.note(note, of: id, at: now, by: actor)
        case .adjust(let name, let adjustment):
            let value = adjustment.applied(to: try settings.integer(name))
            try settings.set(name, to: value)
            return .adjusted(value)
        case .webhook(let write):
            return .webhook(try apply(write))
        }
    }

    func insert(_ row: SessionRow, in batch: inout BatchState) throws(SQLiteError) {
        try row.run(sessions.insert)
        try batch.activePeriods.enter(row, self)
        // The sweep's cursor has passed this key already, because the clock jumped while the session waited for its
        // commit, or reaches it too late, because the key is ahead of the clock.
        if row.id.key <= batch.sweptKey || row.isAheadOfClock, let expires = row.expiresAt {
            try deadlines.insert.run((expires.microseconds, row.id.key))
        }
        if subscribers.want(.created, of: row.account) {
            let created = NewEvent(.created, by: .account, at: row.createdAt)
            try deliver(SessionEvent(sequence: 0, created), in: row.id, of: row.account, at: row.createdAt)
        }
    }

    /// Reads, decides and writes. No other write comes between, because one connection does all writing.
    func move(
        _ id: SessionID, _ account: AccountID?, to status: Status, at now: Timestamp, by actor: Actor,
        _ detail: JSONText?
    ) throws(SQLiteError) -> Written {
        guard var session = try sessions.byKey.first(id.key), session.id == id,
            account == nil || account == session.account
        else { return .unknownSession }
        let before = session.status
        // A session whose time has run out can only be recorded as expired, even if the sweep has not recorded that
        // yet.
        let present = status == .expired ? before : session.status(at: now)
        guard present.mayBecome(status) else {
            try keepTold(present, of: id.key, stored: before, expires: session.expiresAt?.microseconds, at: now)
            return .wrongStatus(present)
        }
        session.status = status
        // If the clock went back, the session keeps its later time.
        session.updatedAt = max(session.updatedAt, now)
        if status == .completed { session.completedAt = session.updatedAt }
        if status == .cancelled { session.cancelledAt = session.updatedAt }
        try sessions.move.run((before, session))
        if let kind = SessionEvent.Kind(of: status) {
            let event = NewEvent(kind, by: actor, at: session.updatedAt, detail: detail)
            try append(
                event, to: id, of: session.account, notBefore: session.createdAt.microseconds, dueAt: now)
        }
        return .done(session)
    }
}
