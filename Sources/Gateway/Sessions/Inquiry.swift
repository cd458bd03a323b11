import Checkout
import Storage
import Wire

/// What one request asks of the store, all of it judged by one moment, and the ends that its answer tells of.
///
/// A session whose time has run out is expired from its first answer on, whatever the time of day is set to later. So the
/// answer that is the first to say so waits until that is written: a process that is killed in between would forget it.
final class Inquiry {
    let now: Timestamp
    private let sessions: StoredSessions
    /// Taken before anything is read: once an expiry is on the disk, a read that began earlier may still not see it.
    private let told: Set<Int64>
    /// Sessions whose end was found and is not in the store.
    private var ended: [SessionID] = []

    /// - Parameter told: keys of sessions that were told as expired though the store does not say so.
    init(_ sessions: StoredSessions, at now: Timestamp, told: Set<Int64>) {
        self.sessions = sessions
        self.now = now
        self.told = told
    }

    /// Reads, and has the log say where that fails.
    func read<Value>(
        _ body: (SQLiteReader) throws(StoreFailure) -> Value
    ) throws(StoreFailure) -> Value {
        try sessions.read(body)
    }

    /// The session with this key.
    ///
    /// - Parameter isMeant: what else is asked of it. One that is not meant is not told of.
    func session(
        key: Int64, where isMeant: (CheckoutSession) -> Bool = { _ in true }
    ) throws(StoreFailure) -> CheckoutSession? {
        let found = try read { (reader) throws(StoreFailure) in try reader.session(key: key) }
        guard let found, isMeant(found) else { return nil }
        return settled(found)
    }

    /// The session that is named.
    func session(_ reference: SessionReference) throws(StoreFailure) -> CheckoutSession? {
        try read { (reader) throws(StoreFailure) in try reader.session(reference) }.map { settled($0) }
    }

    /// The sessions that a filter lets through, newest first.
    func sessions(
        _ filter: SessionFilter, beforeKey key: Int64? = nil, limit: Int
    ) throws(StoreFailure) -> SessionPage {
        var page = try read { (reader) throws(StoreFailure) in
            try reader.sessions(filter, at: now, beforeKey: key, limit: limit)
        }
        // The store has judged by the clock alone, which may have been set back.
        if let status = filter.status, status != .expired { page.sessions.removeAll { told.contains($0.id.key) } }
        page.sessions = page.sessions.map { settled($0) }
        return page
    }

    /// Gives an answer that rests on what was read. Nil: it comes when the end of which it tells is written.
    ///
    /// - Parameter refusal: what is answered where it turns out that the answer does not hold.
    func tell(_ response: Response, _ turn: Turn, or refusal: (@Sendable () -> Response)? = nil) -> Response? {
        guard !ended.isEmpty else { return response }
        return sessions.tell(
            ended, response, turn, or: refusal ?? { turn.response(to: .unavailable(retryAfterSeconds: 1)) })
    }

    /// A session as it is told, which is also how the store will have it.
    private func settled(_ session: CheckoutSession) -> CheckoutSession {
        if session.status.isFinal, told.contains(session.id.key) { sessions.isRecorded([session.id.key]) }
        guard !session.status.isFinal, let expiresAt = session.expiresAt,
            told.contains(session.id.key) || expiresAt <= now
        else { return session }
        ended.append(session.id)
        var session = session
        session.status = .expired
        session.updatedAt = max(session.updatedAt, expiresAt)
        return session
    }
}
