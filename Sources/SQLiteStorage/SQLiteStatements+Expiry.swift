import CSQLite
import Checkout
import Wire

/// Records the sessions whose time has run out.
extension SQLiteStatements {
    /// Records sessions as expired because an answer said so. If one has ended in another way meanwhile, the outcome is
    /// its status.
    func expire(_ ids: [SessionID]) throws(SQLiteError) -> Written {
        var other: Status?
        for id in ids {
            guard let state = try state(of: id), let expires = state.expiresAt else { continue }
            // The caller has already decided with an earlier clock, so the present clock does not matter.
            if !state.status.isFinal {
                _ = try expire(id.key, expires: expires.microseconds, at: .last)
            } else if state.status != .expired {
                other = state.status
            }
        }
        return other.map { .wrongStatus($0) } ?? .done(nil)
    }

    /// Records that a session's time has run out, with the time at which it did. False if the session had ended before.
    func expire(_ key: Int64, expires: Int64, at now: Timestamp) throws(SQLiteError) -> Bool {
        guard let expired = try sessions.expire.first((key, now)) else { return false }
        let event = NewEvent(.expired, by: .gateway, at: Timestamp(microseconds: expires))
        let id = SessionID(key: key, tail: expired.tail)
        try append(event, to: id, of: AccountID(expired.account), notBefore: 0)
        return true
    }

    /// A caller that is refused because a session's time has run out learns that it has expired. This records the
    /// expiry with the refusal, because the clock may be set back.
    func keepTold(
        _ present: Status, of key: Int64, stored: Status, expires: Int64?, at now: Timestamp
    ) throws(SQLiteError) {
        guard present == .expired, !stored.isFinal, let expires else { return }
        _ = try expire(key, expires: expires, at: now)
    }

    /// The stored state that decides what may be done to a session; nil if no session has this id.
    func state(of id: SessionID) throws(SQLiteError) -> StoredState? {
        guard let found = try sessions.state.first(id.key), found.tail == id.tail else { return nil }
        guard let status = Status(rawValue: found.status) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(id.key) has a status of no kind")
        }
        return StoredState(
            account: AccountID(found.account), status: status, created: found.created,
            expiresAt: found.expires.map { Timestamp(microseconds: $0) })
    }

    /// The status that decides about a step at this time. A session that has expired by then is recorded as expired,
    /// because the caller is refused and learns of it.
    func present(_ state: StoredState, of key: Int64, at now: Timestamp) throws(SQLiteError) -> Status {
        let present = state.status.at(now, expiresAt: state.expiresAt)
        try keepTold(present, of: key, stored: state.status, expires: state.expiresAt?.microseconds, at: now)
        return present
    }
}

/// A part of a session's row.
struct StoredState {
    let account: AccountID
    let status: Status
    let created: Int64
    let expiresAt: Timestamp?
}
