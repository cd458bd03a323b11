import CSQLite
import Checkout
import Wire

/// What time has ended, as it is recorded.
extension SQLiteStatements {
    /// Records sessions as expired that are told so. Where one has ended otherwise meanwhile, its status is the outcome.
    func expire(_ ids: [SessionID]) throws(SQLiteError) -> Written {
        var other: Status?
        for id in ids {
            guard let state = try state(of: id), let expires = state.expiresAt else { continue }
            // Whatever the clock says by now: it was judged before.
            if !state.status.isFinal {
                _ = try expire(id.key, expires: expires.microseconds, at: Timestamp(microseconds: .max))
            } else if state.status != .expired {
                other = state.status
            }
        }
        return other.map { .wrongStatus($0) } ?? .done(nil)
    }

    /// Records that a session's time has run out, as of when it did. False where it had ended before.
    func expire(_ key: Int64, expires: Int64, at now: Timestamp) throws(SQLiteError) -> Bool {
        guard try sessions.expire.runCounting((key, now)) == 1 else { return false }
        let event = NewEvent(.expired, by: .gateway, at: Timestamp(microseconds: expires))
        try append(event, to: key, notBefore: 0)
        return true
    }

    /// Who is refused because time has run out is told that it has, so that is recorded with the refusal: the clock may be
    /// set back.
    func keepTold(
        _ present: Status, of key: Int64, stored: Status, expires: Int64?, at now: Timestamp
    ) throws(SQLiteError) {
        guard present == .expired, !stored.isFinal, let expires else { return }
        _ = try expire(key, expires: expires, at: now)
    }

    /// What decides what may be done to a session, as it is stored; nil where there is no session of this id.
    func state(of id: SessionID) throws(SQLiteError) -> StoredState? {
        guard let found = try sessions.state.first(id.key), found.tail == id.tail else { return nil }
        guard let status = Status(rawValue: found.status) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(id.key) has a status of no kind")
        }
        return StoredState(
            status: status, created: found.created, expiresAt: found.expires.map { Timestamp(microseconds: $0) })
    }

    /// The status by which a step at this moment is judged. One that is final is recorded, where time made it so: whoever
    /// is refused is told of it.
    func present(_ state: StoredState, of key: Int64, at now: Timestamp) throws(SQLiteError) -> Status {
        let present = state.status.at(now, expiresAt: state.expiresAt)
        try keepTold(present, of: key, stored: state.status, expires: state.expiresAt?.microseconds, at: now)
        return present
    }
}

/// A part of a session's row.
struct StoredState {
    let status: Status
    let created: Int64
    let expiresAt: Timestamp?
}
