import Checkout
import Wire

/// Create calls under a key. The writer's one connection looks and writes in one transaction, so of two equal calls one
/// opens a session, whether they meet in one batch or not.
extension SQLiteStatements {
    /// Opens a session and keeps its claim, or tells what became of the call that was made before.
    func open(
        _ session: SessionRow, under claim: IdempotencyClaim, in batch: inout Batch
    ) throws(SQLiteError) -> Written {
        if let (row, kept) = try keptClaim(claim.digest) {
            if kept.holds(at: claim.madeAt) {
                guard kept.claim.fingerprint == claim.fingerprint else { return .keyConflict }
                _ = try note(.replayed, of: kept.session, at: claim.madeAt, by: .account)
                return .replayed(kept.claim.answer)
            }
            try deleteClaim(row)
        }
        // The session first: where its row is refused, its claim must not be there either, and a claim whose digest was
        // just looked for cannot be refused.
        try insert(session, in: &batch)
        let insert = self[.insertClaim]
        insert.bind(blob: claim.digest, at: 1)
        insert.bind(blob: claim.fingerprint, at: 2)
        insert.bind(session.id.key, at: 3)
        insert.bind(session.id.tail, at: 4)
        insert.bind(claim.madeAt.microseconds, at: 5)
        insert.bind(Int64(claim.answer.status), at: 6)
        insert.bind(text: claim.answer.contentType, at: 7)
        insert.bind(blob: claim.answer.body, at: 8)
        try insert.run()
        return .done(nil)
    }

    /// The claim of this digest, whether it still holds or not, and its row.
    func keptClaim(_ digest: [UInt8]) throws(SQLiteError) -> (row: Int64, kept: KeptClaim)? {
        let find = self[.claimByDigest]
        defer { find.reset() }
        find.bind(blob: digest, at: 1)
        guard try find.step() else { return nil }
        let answer = KeptAnswer(
            status: Int(find.integer(5)), contentType: find.optionalText(6), body: find.blob(7))
        let claim = IdempotencyClaim(
            digest: digest, fingerprint: find.blob(1), answer: answer,
            madeAt: Timestamp(microseconds: find.integer(4)))
        return (find.integer(0), KeptClaim(claim, session: SessionID(key: find.integer(2), tail: find.integer(3))))
    }

    func deleteClaim(_ row: Int64) throws(SQLiteError) {
        let delete = self[.deleteClaim]
        delete.bind(row, at: 1)
        try delete.run()
    }
}
