package import Wire

/// A question to a store, as a value, so that an engine may answer it at once or later.
package enum Query: Sendable {
    /// The session with this ``SessionID/key``.
    case session(key: Int64)
    /// The session with this number.
    case numbered(Int64)
    /// The timeline of a session, its creation first.
    case timeline(SessionID)
    /// The claim of an idempotency key with this digest, as long as it holds.
    case claim(digest: Digest, at: Timestamp)
    /// A page of a list.
    case page(PageQuery)
    /// All accounts, oldest first.
    case accounts
    /// A question about endpoints or deliveries.
    indirect case webhook(WebhookQuery)
}

/// Which part of a list to read, and which values of each session.
package struct PageQuery: Sendable {
    package var filter: SessionFilter
    /// The moment at which sessions count as expired or not.
    package var now: Timestamp
    /// The part begins after this position; nil: with the newest session.
    package var after: ListPosition?
    /// The most entries.
    package var limit: Int
    /// Makes the entry of a session; nil if the session does not belong to the page. The reader drops each session
    /// before it reads the next, because a session holds the whole body of its call. It calls the closure once for
    /// each session, newest first. The closure must not ask the store.
    package var entry: @Sendable (CheckoutSession) -> ListEntry?

    package init(
        _ filter: SessionFilter, at now: Timestamp, after: ListPosition?, limit: Int,
        entry: @escaping @Sendable (CheckoutSession) -> ListEntry?
    ) {
        self.filter = filter
        self.now = now
        self.after = after
        self.limit = limit
        self.entry = entry
    }
}

/// One session's entry in a list.
package struct ListEntry: Sendable {
    package var text: JSONText
    /// What the reader learned about the session's end.
    package var news: ExpiryNews?

    package init(_ text: JSONText, _ news: ExpiryNews?) {
        self.text = text
        self.news = news
    }
}

/// Whether the end of a session is recorded in the store.
package enum ExpiryNews: Sendable {
    /// An answer told the expiry before, and the store has recorded it.
    case recorded(SessionID)
    /// The session has expired, and the store has not recorded it.
    case found(SessionID)
}

/// A store's answer: for each query the case with the same name. Nil if the store has no such record.
package enum Found: Sendable {
    case session(CheckoutSession?)
    case timeline([SessionEvent]?)
    case claim(KeptClaim?)
    case page(SessionPage<ListEntry>)
    case accounts([Account])
    case webhook(WebhookFound)
}

/// The value of each case. A store answers a query with the case of the same name; another case is an error in the
/// store's code.
extension Found {
    /// The session of `Query.session(key:)` and `Query.numbered(_:)`.
    package var session: CheckoutSession? {
        guard case .session(let session) = self else { preconditionFailure("A query for a session finds a session.") }
        return session
    }

    /// The events of `Query.timeline(_:)`.
    package var timeline: [SessionEvent]? {
        guard case .timeline(let events) = self else { preconditionFailure("A query for a timeline finds a timeline.") }
        return events
    }

    /// The claim of `Query.claim(digest:at:)`.
    package var claim: KeptClaim? {
        guard case .claim(let claim) = self else { preconditionFailure("A query for a claim finds a claim.") }
        return claim
    }

    /// The page of `Query.page(_:)`.
    package var page: SessionPage<ListEntry> {
        guard case .page(let page) = self else { preconditionFailure("A query for a page finds a page.") }
        return page
    }

    /// The accounts of `Query.accounts`.
    package var accounts: [Account] {
        guard case .accounts(let accounts) = self else { preconditionFailure("A query for accounts finds accounts.") }
        return accounts
    }

    /// The answer to `Query.webhook(_:)`.
    package var webhook: WebhookFound {
        guard case .webhook(let found) = self else { preconditionFailure("A query about webhooks finds webhooks.") }
        return found
    }
}

/// A part of a list of sessions, newest first, with an entry for each.
package struct SessionPage<Entry: Sendable>: Sendable {
    package let entries: [Entry]
    /// The next page begins here; nil if no sessions follow.
    package let next: ListPosition?
    /// Set only if the page ends before it is full, because one read examines a limited number of sessions. Then it is
    /// the number of the last session that was examined; sessions with smaller numbers follow.
    package let searchedTo: Int64?

    package init(entries: [Entry], next: ListPosition?, searchedTo: Int64? = nil) {
        self.entries = entries
        self.next = next
        self.searchedTo = searchedTo
    }
}

/// A position in a list of sessions, newest first: after the session with this key. A store returns it with a page.
package struct ListPosition: Sendable, Equatable {
    /// Sessions with a smaller ``SessionID/key`` follow.
    package let key: Int64

    /// Nil if no session can have the key.
    package init?(key: Int64) {
        guard (0...SessionID.keyMax).contains(key) else { return nil }
        self.key = key
    }
}
