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
        try integerSetting(SQLiteWriter.cursorName)
    }

    /// Enters a session in the order of their ends.
    func insertDeadline(_ key: Int64, expires: Int64) throws(SQLiteError) {
        let insert = self[.insertDeadline]
        insert.bind(expires, at: 1)
        insert.bind(key, at: 2)
        try insert.run()
    }

    fileprivate func sweepDeadlines(
        at now: Timestamp, _ rowsMax: Int, _ swept: inout Swept
    ) throws(SQLiteError) {
        let due = self[.deadlinesDue]
        due.bind(now.microseconds, at: 1)
        due.bind(Int64(rowsMax), at: 2)
        let rows = try allRows(due) { (expires: $0.integer(0), key: $0.integer(1)) }
        for row in rows {
            if try expire(row.key, expires: row.expires, at: now) { swept.expired += 1 }
            let delete = self[.deleteDeadline]
            delete.bind(row.expires, at: 1)
            delete.bind(row.key, at: 2)
            try delete.run()
        }
        if rows.count == rowsMax { swept.hasMore = true }
    }

    /// Where the cursor is now; nil where it did not move.
    fileprivate func sweepSessions(
        at now: Timestamp, madeBefore end: Int64, _ rowsMax: Int, _ swept: inout Swept
    ) throws(SQLiteError) -> Int64? {
        let walk = self[.sessionsToSweep]
        walk.bind(try sweepCursor(), at: 1)
        walk.bind(end - 1, at: 2)
        walk.bind(Int64(rowsMax), at: 3)
        let rows = try allRows(walk) {
            (key: $0.integer(0), status: Status(rawValue: $0.integer(1)), expires: $0.optionalInteger(2))
        }
        guard let last = rows.last?.key else { return nil }
        for row in rows {
            guard let expires = row.expires, let status = row.status, !status.isFinal else { continue }
            if expires > now.microseconds {
                try insertDeadline(row.key, expires: expires)
            } else if try expire(row.key, expires: expires, at: now) {
                swept.expired += 1
            }
        }
        if rows.count == rowsMax { swept.hasMore = true }
        try set(SQLiteWriter.cursorName, to: last)
        return last
    }

    fileprivate func sweepClaims(at now: Timestamp, _ rowsMax: Int, _ swept: inout Swept) throws(SQLiteError) {
        let oldest = self[.claimsByAge]
        oldest.bind(Int64(rowsMax), at: 1)
        // Claims are in the order of time but for those of a clock that was set back since: they would hide all later ones.
        oldest.bind(now.microseconds, at: 2)
        let end = now.advanced(microseconds: -IdempotencyClaim.retentionMicroseconds).microseconds
        let rows = try allRows(oldest) { (id: $0.integer(0), madeAt: $0.integer(1)) }
        let old = rows.prefix { $0.madeAt <= end }
        for row in old { try deleteClaim(row.id) }
        swept.claims += old.count
        if old.count == rowsMax { swept.hasMore = true }
    }

    /// All rows of a statement whose parameters are bound, read before anything is written.
    private func allRows<Row>(
        _ statement: SQLiteStatement, _ row: (SQLiteStatement) -> Row
    ) throws(SQLiteError) -> [Row] {
        defer { statement.reset() }
        var rows: [Row] = []
        while try statement.step() { rows.append(row(statement)) }
        return rows
    }
}
