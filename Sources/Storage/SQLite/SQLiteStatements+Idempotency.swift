import Checkout
import Wire

/// Create calls under a key. The writer's one connection looks and writes in one transaction, so of two equal calls one
/// opens a session, whether they meet in one batch or not.
extension SQLiteStatements {
    /// Opens a session and keeps its claim, or tells what became of the call that was made before.
    func open(
        _ session: SessionRow, under claim: IdempotencyClaim, in batch: inout Batch
    ) throws(SQLiteError) -> Written {
        if let (row, kept) = try claims.byDigest.first(claim.digest) {
            if kept.holds(at: claim.madeAt) {
                guard kept.claim.fingerprint == claim.fingerprint else { return .keyConflict }
                _ = try note(.replayed, of: kept.session, at: claim.madeAt, by: .account)
                return .replayed(kept.claim.answer)
            }
            try claims.delete.run(row)
        }
        // The session first: where its row is refused, its claim must not be there either, and a claim whose digest was
        // just looked for cannot be refused.
        try insert(session, in: &batch)
        try claims.insert.run((claim, session.id))
        return .done(nil)
    }
}
