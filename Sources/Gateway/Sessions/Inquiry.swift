import Checkout
import Wire

/// What one request learns from the store, judged by one moment, and the expiries that its answer tells of.
///
/// A session whose time has run out is expired from its first answer on, whatever the clock is set to later. So the answer
/// that is the first to say so waits until the expiry is written: a process that is killed before that would forget it.
struct Inquiry: Sendable {
    /// The moment by which all is judged.
    let now: Timestamp
    private let store: any SessionStore
    private let expiries: Expiries
    /// Keys of sessions that were told as expired while the store does not say so. They are taken before anything is read:
    /// a read that began before an expiry was written may not see it.
    private let told: Set<Int64>
    /// Sessions whose expiry was found and is not in the store.
    private var ended: [SessionID] = []

    init(_ store: any SessionStore, _ expiries: Expiries, at now: Timestamp) {
        self.store = store
        self.expiries = expiries
        self.now = now
        told = expiries.all
    }

    /// A session as the answer has to tell it: expired where its time has run out.
    mutating func judged(_ session: CheckoutSession) -> CheckoutSession {
        let (judged, news) = Self.judged(session, at: now, told)
        note(news)
        return judged
    }

    /// The query for a page of a list.
    ///
    /// - Parameter write: what the answer shows of a session, as JSON.
    func pageQuery(
        _ filter: SessionFilter, beforeKey key: Int64?, limit: Int,
        _ write: @escaping @Sendable (CheckoutSession) -> [UInt8]
    ) -> Query {
        // The store judges by the clock alone, which may have been set back.
        let leavesOutTold = filter.status.map { $0 != .expired } ?? false
        return .page(
            PageQuery(filter, at: now, beforeKey: key, limit: limit) { [now, told] session in
                if leavesOutTold, told.contains(session.id.key) { return nil }
                let (judged, news) = Self.judged(session, at: now, told)
                return ListEntry(write(judged), news)
            })
    }

    /// Notes the expiries that a page tells of.
    mutating func note(_ page: SessionPage<ListEntry>) {
        for entry in page.entries { note(entry.news) }
    }

    /// Gives an answer that rests on what was read, once the expiries of which it tells are written.
    ///
    /// - Parameter refusal: the response where it turns out that the answer does not hold.
    func tell(_ response: Response, or refusal: @escaping @Sendable () -> Response) -> Reply {
        guard !ended.isEmpty else { return .now(response) }
        let keys = ended.map(\.key)
        // Where writes are taken, one that waits may be about to end a session otherwise, and only the order of commits
        // tells which was first.
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

    /// A session as it is told, which is also how the store will have it.
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
