import Checkout
import Storage
import Wire

/// Create calls under a key. The writer's only connection reads and writes in one transaction, so of two equal calls
/// only one opens a session, in the same batch or not.
extension SQLiteStatements {
    /// Opens a session and keeps its claim, or returns the outcome of the earlier call.
    func open(
        _ session: SessionRow, under claim: IdempotencyClaim, in batch: inout BatchState
    ) throws(SQLiteError) -> Written {
        if let (row, kept) = try claims.byDigest.first(claim.digest) {
            if kept.holds(at: claim.madeAt) {
                guard kept.claim.fingerprint == claim.fingerprint else { return .keyConflict }
                _ = try note(.replayed, of: kept.session, at: claim.madeAt, by: .account)
                return .replayed(kept.claim.answer)
            }
            try claims.delete.run(row)
        }
        // The session is inserted first: if its row is refused, its claim must not exist either. The claim itself
        // cannot be refused, because its digest was just looked up.
        try insert(session, in: &batch)
        try claims.insert.run((claim, session.id))
        return .done(nil)
    }
}
