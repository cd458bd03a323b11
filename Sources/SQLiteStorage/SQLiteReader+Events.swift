package import Checkout
package import Wire

extension SQLiteReader {
    /// A session's timeline, its creation first; nil if there is no such session.
    package func events(of id: SessionID) throws(StoreFailure) -> [SessionEvent]? {
        try read { (statements) throws(SQLiteError) in
            guard let state = try statements.sessions.state.first(id.key), state.tail == id.tail else { return nil }
            let created = NewEvent(.created, by: .account, at: Timestamp(microseconds: state.created))
            return [SessionEvent(sequence: 0, created)] + (try statements.events.ofSession.all(id.key))
        }
    }

    /// The answer to the call under a key with this digest, while its claim is valid; nil if there is no such claim.
    package func claim(_ digest: Digest, at now: Timestamp) throws(StoreFailure) -> KeptClaim? {
        try read { (statements) throws(SQLiteError) in
            guard let kept = try statements.claims.byDigest.first(digest)?.kept, kept.holds(at: now) else { return nil }
            return kept
        }
    }
}
