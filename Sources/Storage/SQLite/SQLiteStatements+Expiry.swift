import CSQLite
import Checkout
import Wire

/// What time has ended, as it is recorded.
extension SQLiteStatements {
    /// Records sessions as expired that are told so. Where one has ended otherwise meanwhile, its status is the outcome.
    func expire(_ ids: [SessionID]) throws(SQLiteError) -> Written {
        var other: Status?
        for id in ids {
            guard let (status, expires) = try end(of: id) else { continue }
            // Whatever the clock says by now: it was judged before.
            if !status.isFinal {
                _ = try expire(id.key, expires: expires, at: Timestamp(microseconds: .max))
            } else if status != .expired {
                other = status
            }
        }
        return other.map { .wrongStatus($0) } ?? .done(nil)
    }

    /// Records that a session's time has run out, as of when it did. False where it had ended before.
    func expire(_ key: Int64, expires: Int64, at now: Timestamp) throws(SQLiteError) -> Bool {
        let update = self[.expireSession]
        update.bind(key, at: 1)
        update.bind(Status.expired.rawValue, at: 2)
        update.bind(Status.open.rawValue, at: 3)
        update.bind(Status.processing.rawValue, at: 4)
        update.bind(now.microseconds, at: 5)
        guard try update.runCounting() == 1 else { return false }
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

    /// The stored status of a session that ends by itself, and when it does.
    private func end(of id: SessionID) throws(SQLiteError) -> (status: Status, expires: Int64)? {
        let find = self[.sessionState]
        defer { find.reset() }
        find.bind(id.key, at: 1)
        guard try find.step(), find.integer(0) == id.tail, let expires = find.optionalInteger(3) else { return nil }
        guard let status = Status(rawValue: find.integer(1)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(id.key) has a status of no kind")
        }
        return (status, expires)
    }
}
