package import Checkout
import Synchronization
package import Wire

/// The sweep records what reads report already: that a session's time has run out. It also removes old claims and
/// old deliveries.
///
/// Sessions are found without an index on their expiry, which every create would have to write. A cursor reads the
/// sessions once, in the order of their creation, so far behind the present that most have ended. It enters the others
/// in `deadlines`, which is ordered by their expiry. So the sweep reads every session once with the cursor, and at most
/// once more when its time has come.
extension SQLiteWriter {
    /// The name of the setting that keeps the cursor over restarts.
    static let cursorName = "sweep_cursor"

    /// One step in its own transaction. Other writes can run after it.
    ///
    /// - Parameters:
    ///   - now: sessions that have expired by this time are recorded.
    ///   - lagMicroseconds: how far the cursor stays behind. A session with a shorter lifetime than this may be
    ///     recorded late, by up to this time.
    ///   - rowsMax: the number of rows of each kind that the step reads.
    package func sweep(at now: Timestamp, lagMicroseconds: Int64, rowsMax: Int) throws(StoreFailure) -> Swept {
        try transact { (statements) throws(SQLiteError) in
            var swept = Swept()
            try statements.sweepDeadlines(at: now, rowsMax, &swept)
            let horizon = now.advanced(microseconds: -lagMicroseconds).microseconds / 1_000
            let cursor = try statements.sweepSessions(
                at: now, madeBefore: max(0, horizon) << SessionID.countBits, rowsMax, &swept)
            // A session with a lower key whose row is inserted later is entered by its own insert.
            if let cursor { self.sweptKey.store(cursor, ordering: .relaxed) }
            try statements.sweepClaims(at: now, rowsMax, &swept)
            try statements.sweepDeliveries(at: now, rowsMax, &swept)
            return swept
        }
    }
}

extension SQLiteStatements {
    /// The key up to which the sweep has read sessions. Starting again from 0 does no harm.
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

    /// The new position of the cursor; nil if it did not move.
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
        // Claims are in the order of time, except after the clock was set back: a claim with a future time would hide
        // all later ones.
        let rows = try claims.byAge.all((rowsMax, now.microseconds))
        let old = rows.prefix { $0.madeAt <= end }
        for row in old { try claims.delete.run(row.row) }
        swept.claims += old.count
        if old.count == rowsMax { swept.hasMore = true }
    }

    /// Removes the oldest deliveries with their attempts, and each body and each removed endpoint that has no other
    /// delivery. A pending delivery stays until it ends, because a sandbox's clock may be moved forward by more than
    /// the time for which deliveries are kept. As with claims, a delivery with a future time hides no later ones.
    fileprivate func sweepDeliveries(at now: Timestamp, _ rowsMax: Int, _ swept: inout Swept) throws(SQLiteError) {
        let end = now.advanced(microseconds: -DeliveryRecord.retentionMicroseconds).microseconds
        let old = try deliveries.byAge.all((rowsMax, now.microseconds)).prefix { $0.created <= end }
        for row in old {
            try attempts.delete.run(row.id)
            try deliveries.delete.run(row.id)
            try messages.deleteUnused.run(row.message)
        }
        for endpoint in Set(old.map(\.endpoint)) { try deleteIfUnused(endpoint) }
        swept.deliveries += old.count
        if old.count == rowsMax { swept.hasMore = true }
    }
}
