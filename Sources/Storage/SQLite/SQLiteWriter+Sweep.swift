package import Checkout
import Synchronization
package import Wire

/// What one step of a sweep did.
package struct Swept: Sendable, Equatable {
    /// Sessions that were recorded as expired.
    package var expired = 0
    /// Claims that were removed.
    package var claims = 0
    /// A step with a fresh bound would find more.
    package var hasMore = false
}

/// The sweep records what reads have said all along: that time has run out. It writes, and forgets old claims.
///
/// Sessions are found without an index on when they expire, which would be written with each create. A cursor walks the
/// sessions once, in the order in which they were made, so far behind the present that most have ended; it enters those
/// that have not in `deadlines`, which is in the order of their ends. Every session is thus looked at once by the cursor,
/// and at most once more when its time has come.
extension SQLiteWriter {
    /// The name of the setting that keeps the cursor over restarts.
    static let cursorName = "sweep_cursor"

    /// One step, in a transaction of its own, after which other writes have their turn.
    ///
    /// - Parameters:
    ///   - now: what has expired by then is recorded.
    ///   - lagMicroseconds: how far the cursor stays behind. A session that expires earlier after it was made is recorded
    ///     that late.
    ///   - rowsMax: rows of each kind that the step looks at.
    package func sweep(at now: Timestamp, lagMicroseconds: Int64, rowsMax: Int) throws(StoreFailure) -> Swept {
        try transact { (statements) throws(SQLiteError) in
            var swept = Swept()
            try statements.sweepDeadlines(at: now, rowsMax, &swept)
            let horizon = now.advanced(microseconds: -lagMicroseconds).microseconds / 1_000
            let cursor = try statements.sweepSessions(
                at: now, madeBefore: max(0, horizon) << SessionID.countBits, rowsMax, &swept)
            // A session whose id was made before and whose row comes after this is entered by its own insert.
            if let cursor { self.sweptKey.store(cursor, ordering: .relaxed) }
            try statements.sweepClaims(at: now, rowsMax, &swept)
            return swept
        }
    }
}

extension SQLiteStatements {
    /// The key up to which sessions were walked over. From 0 the walk begins again, which does no harm.
    func sweepCursor() throws(SQLiteError) -> Int64 {
        try settings.integer(SQLiteWriter.cursorName)
    }

    fileprivate func sweepDeadlines(
        at now: Timestamp, _ rowsMax: Int, _ swept: inout Swept
    ) throws(SQLiteError) {
        let rows = try deadlines.due.all((now.microseconds, rowsMax))
        for row in rows {
            if try expire(row.key, expires: row.expires, at: now) { swept.expired += 1 }
            try deadlines.delete.run(row)
        }
        if rows.count == rowsMax { swept.hasMore = true }
    }

    /// Where the cursor is now; nil where it did not move.
    fileprivate func sweepSessions(
        at now: Timestamp, madeBefore end: Int64, _ rowsMax: Int, _ swept: inout Swept
    ) throws(SQLiteError) -> Int64? {
        let rows = try sessions.between.all((try sweepCursor(), end - 1, rowsMax))
        guard let last = rows.last?.key else { return nil }
        for row in rows {
            guard let expires = row.expires, let status = row.status, !status.isFinal else { continue }
            if expires > now.microseconds {
                try deadlines.insert.run((expires, row.key))
            } else if try expire(row.key, expires: expires, at: now) {
                swept.expired += 1
            }
        }
        if rows.count == rowsMax { swept.hasMore = true }
        try settings.set(SQLiteWriter.cursorName, to: last)
        return last
    }

    fileprivate func sweepClaims(at now: Timestamp, _ rowsMax: Int, _ swept: inout Swept) throws(SQLiteError) {
        let end = now.advanced(microseconds: -IdempotencyClaim.retentionMicroseconds).microseconds
        // Claims are in the order of time but for those of a clock that was set back since: they would hide all later ones.
        let rows = try claims.byAge.all((rowsMax, now.microseconds))
        let old = rows.prefix { $0.madeAt <= end }
        for row in old { try claims.delete.run(row.row) }
        swept.claims += old.count
        if old.count == rowsMax { swept.hasMore = true }
    }
}
