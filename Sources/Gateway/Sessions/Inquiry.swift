import Checkout
import Wire

/// Judges what one request reads from the store by one moment, and collects the expiries that its answer tells.
///
/// A session is expired from the first answer that says so, even if the clock is set back later. So that answer waits
/// until the expiry is written: a process that is killed before would forget it.
struct Inquiry: Sendable {
    /// The moment by which everything is judged.
    let now: Timestamp
    private let store: any SessionStore
    private let expiries: Expiries
    /// Keys of sessions that were told as expired and are not recorded so in the store. They are read before the query,
    /// because a read that began before an expiry was written may not see it.
    private let told: Set<Int64>
    /// Sessions that have expired and are not recorded so in the store.
    private var ended: [SessionID] = []

    init(_ store: any SessionStore, _ expiries: Expiries, at now: Timestamp) {
        self.store = store
        self.expiries = expiries
        self.now = now
        told = expiries.all
    }

    /// The session as the answer has to show it: expired if its time has run out.
    mutating func judged(_ session: CheckoutSession) -> CheckoutSession {
        let (judged, news) = Self.judged(session, at: now, told)
        note(news)
        return judged
    }

    /// The query for a page of a list.
    ///
    /// - Parameter write: writes the entry of a session.
    func pageQuery(
        _ filter: SessionFilter, after position: ListPosition?, limit: Int,
        _ write: @escaping @Sendable (CheckoutSession) -> JSONText
    ) -> Query {
        // The store judges only by the clock, which may have been set back.
        let leavesOutTold = filter.status.map { $0 != .expired } ?? false
        return .page(
            PageQuery(filter, at: now, after: position, limit: limit) { [now, told] session in
                if leavesOutTold, told.contains(session.id.key) { return nil }
                let (judged, news) = Self.judged(session, at: now, told)
                return ListEntry(write(judged), news)
            })
    }

    /// Notes the expiries that a page tells.
    mutating func note(_ page: SessionPage<ListEntry>) {
        for entry in page.entries { note(entry.news) }
    }

    /// Sends a response after the expiries that it tells are written.
    ///
    /// - Parameter refusal: the response to send instead if they cannot be recorded.
    func tell(_ response: Response, or refusal: @escaping @Sendable () -> Response) -> Reply {
        guard !ended.isEmpty else { return .now(response) }
        let keys = ended.map(\.key)
        // If the store takes writes, one in the queue may be about to end a session in another way, and only the order
        // of commits tells which comes first.
        guard store.isWritable else { return .now(expiries.remember(keys) ? response : refusal()) }
        return .afterCommitting(
            .expire(ended), .outcome { [expiries] in expiries.hold(keys, $0) ? response : refusal() })
    }

    private mutating func note(_ news: ExpiryNews?) {
        switch news {
        case .recorded(let id): expiries.forget([id.key])
        case .found(let id): ended.append(id)
        case nil: break
        }
    }

    /// The session as answers show it, and as the store will record it.
    private static func judged(
        _ session: CheckoutSession, at now: Timestamp, _ told: Set<Int64>
    ) -> (CheckoutSession, ExpiryNews?) {
        let wasTold = told.contains(session.id.key)
        if session.status.isFinal { return (session, wasTold ? .recorded(session.id) : nil) }
        guard let expiresAt = session.expiresAt, wasTold || expiresAt <= now else { return (session, nil) }
        var session = session
        session.status = .expired
        session.updatedAt = max(session.updatedAt, expiresAt)
        return (session, .found(session.id))
    }
}
