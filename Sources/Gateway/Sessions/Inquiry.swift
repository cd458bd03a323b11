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

    /// What an answer shows of each session that a filter lets through, newest first; a page of them, as
    /// ``SQLiteReader/sessions(_:at:beforeKey:limit:examinedRowsMax:_:)`` has it.
    func sessions<Entry: Sendable>(
        _ filter: SessionFilter, beforeKey key: Int64? = nil, limit: Int,
        _ entry: @Sendable (CheckoutSession) -> Entry
    ) throws(StoreFailure) -> SessionPage<Entry> {
        let (now, told) = (now, told)
        // The store judges by the clock alone, which may have been set back.
        let leavesOutTold = filter.status.map { $0 != .expired } ?? false
        let page = try read { (reader) throws(StoreFailure) in
            try reader.sessions(filter, at: now, beforeKey: key, limit: limit) { session in
                if leavesOutTold, told.contains(session.id.key) { return nil as (shown: Entry, news: News?)? }
                let (settled, news) = Self.settled(session, at: now, told)
                return (entry(settled), news)
            }
        }
        for entry in page.entries { note(entry.news) }
        return SessionPage(
            entries: page.entries.map(\.shown), nextBeforeKey: page.nextBeforeKey, searchedTo: page.searchedTo)
    }

    /// As ``sessions(_:beforeKey:limit:_:)``, page after page: all that there are, but no more than a bound.
    func allSessions<Entry: Sendable>(
        _ filter: SessionFilter, countMax: Int, _ entry: @Sendable (CheckoutSession) -> Entry
    ) throws(StoreFailure) -> [Entry] {
        var entries: [Entry] = []
        var before: Int64?
        repeat {
            let page = try sessions(filter, beforeKey: before, limit: countMax - entries.count, entry)
            entries += page.entries
            before = page.nextBeforeKey
        } while before != nil && entries.count < countMax
        return entries
    }

    /// Gives an answer that rests on what was read. Nil: it comes when the end of which it tells is written.
    ///
    /// - Parameter refusal: what is answered where it turns out that the answer does not hold.
    func tell(_ response: Response, _ turn: Turn, or refusal: (@Sendable () -> Response)? = nil) -> Response? {
        guard !ended.isEmpty else { return response }
        return sessions.tell(
            ended, response, turn, or: refusal ?? { turn.response(to: .unavailable(retryAfterSeconds: 1)) })
    }

    /// What was found out about a session's end.
    private enum News: Sendable {
        /// It was told of, and the store says so itself.
        case recorded(SessionID)
        /// It is not in the store.
        case ended(SessionID)
    }

    private func note(_ news: News?) {
        switch news {
        case .recorded(let id): sessions.isRecorded([id.key])
        case .ended(let id): ended.append(id)
        case nil: break
        }
    }

    private func settled(_ session: CheckoutSession) -> CheckoutSession {
        let (settled, news) = Self.settled(session, at: now, told)
        note(news)
        return settled
    }

    /// A session as it is told, which is also how the store will have it.
    private static func settled(
        _ session: CheckoutSession, at now: Timestamp, _ told: Set<Int64>
    ) -> (CheckoutSession, News?) {
        let wasTold = told.contains(session.id.key)
        if session.status.isFinal { return (session, wasTold ? .recorded(session.id) : nil) }
        guard let expiresAt = session.expiresAt, wasTold || expiresAt <= now else { return (session, nil) }
        var session = session
        session.status = .expired
        session.updatedAt = max(session.updatedAt, expiresAt)
        return (session, .ended(session.id))
    }
}
