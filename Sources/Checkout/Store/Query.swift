package import Wire

/// What a store is asked, as a value, so that an engine may answer it whenever it can.
package enum Query: Sendable {
    /// The session with this ``SessionID/key``.
    case session(key: Int64)
    /// The session with this number.
    case numbered(Int64)
    /// The timeline of a session, its creation first.
    case timeline(SessionID)
    /// The claim of an idempotency key with this digest, as long as it holds.
    case claim(digest: [UInt8], at: Timestamp)
    /// A page of a list.
    case page(PageQuery)
    /// All accounts, oldest first.
    case accounts
}

/// Which part of a list is wanted, and what of each of its sessions.
package struct PageQuery: Sendable {
    package var filter: SessionFilter
    /// Decides which sessions have expired.
    package var now: Timestamp
    /// Only sessions with a lesser key, which are older ones; nil: from the newest on.
    package var beforeKey: Int64?
    /// The most entries.
    package var limit: Int
    /// Writes down what is wanted of a session, which is let go of before the next is read: it holds the whole body that it
    /// was made with. Nil where it does not belong to the page after all. It must not ask the store.
    package var entry: @Sendable (CheckoutSession) -> ListEntry?

    package init(
        _ filter: SessionFilter, at now: Timestamp, beforeKey: Int64?, limit: Int,
        entry: @escaping @Sendable (CheckoutSession) -> ListEntry?
    ) {
        self.filter = filter
        self.now = now
        self.beforeKey = beforeKey
        self.limit = limit
        self.entry = entry
    }
}

/// A session as it stands in a list.
package struct ListEntry: Sendable {
    /// JSON.
    package var text: [UInt8]
    /// What the reader learned of the session's end.
    package var news: ExpiryNews?

    package init(_ text: [UInt8], _ news: ExpiryNews?) {
        self.text = text
        self.news = news
    }
}

/// What was found out about the end of a session.
package enum ExpiryNews: Sendable {
    /// It was told of before, and the store says so itself.
    case recorded(SessionID)
    /// Its time has run out, which is not in the store.
    case found(SessionID)
}

/// What a store answers: of each query the case that is called alike. Nil where there is no such thing.
package enum Found: Sendable {
    case session(CheckoutSession?)
    case timeline([SessionEvent]?)
    case claim(KeptClaim?)
    case page(SessionPage<ListEntry>)
    case accounts([Account])
}

/// The value of each case. A store answers a query by the case that is called alike; anything else is an error of its
/// program.
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
}
