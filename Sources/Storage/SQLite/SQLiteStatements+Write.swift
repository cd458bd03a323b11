import Checkout
import Wire

/// Writes as statements. Each is run inside of a transaction that others share.
extension SQLiteStatements {
    /// - Parameter sweptKey: the sweep has walked over all sessions up to this key.
    func apply(_ write: Write, sweptKey: Int64) throws(SQLiteError) -> Written {
        switch write {
        case .open(let session):
            try insert(session, sweptKey: sweptKey)
            return .done(nil)
        case .openOnce(let session, let claim):
            return try open(session, under: claim, sweptKey: sweptKey)
        case .move(let id, let account, let status, let now, let actor, let detail):
            return try move(id, account, to: status, at: now, by: actor, detail)
        case .expire(let ids):
            return try expire(ids)
        case .note(let id, let event):
            return try note(event, of: id)
        case .adjust(let name, let adjustment):
            let value = adjustment.applied(to: try integerSetting(name))
            try set(name, to: value)
            return .adjusted(value)
        }
    }

    func insert(_ session: CheckoutSession, sweptKey: Int64) throws(SQLiteError) {
        let insert = self[.insertSession]
        insert.bind(session)
        try insert.run()
        // The sweep does not come by again: the clock leapt while this one waited for its commit.
        if session.id.key <= sweptKey, let expires = session.expiresAt {
            try insertDeadline(session.id.key, expires: expires.microseconds)
        }
    }

    /// Reads, judges and writes. Nothing comes in between, since one connection does all writing.
    private func move(
        _ id: SessionID, _ account: AccountID?, to status: Status, at now: Timestamp, by actor: Actor,
        _ detail: [UInt8]?
    ) throws(SQLiteError) -> Written {
        guard var session = try session(key: id.key), session.id == id, account == nil || account == session.account
        else { return .unknownSession }
        let before = session.status
        // One whose time has run out can only be recorded as expired, whether or not it was swept.
        let present = status == .expired ? before : session.status(at: now)
        guard present.mayBecome(status) else {
            try keepTold(present, of: id.key, stored: before, expires: session.expiresAt?.microseconds, at: now)
            return .wrongStatus(present)
        }
        session.status = status
        // A clock that went back does not make a session older than it was.
        session.updatedAt = max(session.updatedAt, now)
        if status == .completed { session.completedAt = session.updatedAt }
        if status == .cancelled { session.cancelledAt = session.updatedAt }
        let update = self[.moveSession]
        update.bind(id.key, at: 1)
        update.bind(before.rawValue, at: 2)
        update.bind(status.rawValue, at: 3)
        update.bind(session.updatedAt.microseconds, at: 4)
        update.bind(session.completedAt?.microseconds, at: 5)
        update.bind(session.cancelledAt?.microseconds, at: 6)
        try update.run()
        if let kind = SessionEvent.Kind(of: status) {
            let event = NewEvent(kind, by: actor, at: session.updatedAt, detail: detail)
            try append(event, to: id.key, notBefore: session.createdAt.microseconds)
        }
        return .done(session)
    }
}
