import Checkout
import Wire

/// Answers the calls of a provider's routes after they were checked.
struct ProviderCalls: Sendable {
    let store: any SessionStore
    let expiries: Expiries
    let idempotency: Idempotency
    let links: Links

    /// The most sessions of a list without pages; the newest are listed.
    private static let listLengthMax = 1_000

    /// Throws the failures that are known before the store is asked.
    ///
    /// - Parameter route: the path of the call's route. An idempotency key is valid for one route only, and each route
    ///   may show a session in a form of its own.
    func reply(
        to call: Call, _ operation: Checkout.Operation, on route: String, of owner: RoutingTable.Owner
    ) throws(Failure) -> Reply {
        switch operation {
        case .create: try create(call, on: route, of: owner)
        case .retrieve: try retrieve(call, on: route, of: owner)
        case .list: try list(call, of: owner)
        case .cancel: try cancel(call, of: owner)
        }
    }

    private func create(_ call: Call, on route: String, of owner: RoutingTable.Owner) throws(Failure) -> Reply {
        let now = call.now
        guard let keyed = try idempotency.keyed(call, on: route, of: owner.name) else {
            let session = try newSession(call, of: owner, at: now)
            let response = owner.provider.render(session, for: .create, at: now, links)
            return .afterCommitting(.create(session), .ready(response))
        }
        return .afterReading(.claim(digest: keyed.digest, at: now)) { found in
            answer(owner) { () throws(Failure) in
                if let kept = try Self.value(found).claim { return try repeated(kept, keyed, at: now) }
                let session = try newSession(call, of: owner, at: now)
                let response = owner.provider.render(session, for: .create, at: now, links)
                try idempotency.reserve(keyed)
                return .afterCommitting(
                    .createOnce(session, keyed.claim(on: response, at: now)), .once(response, keyed))
            }
        }
    }

    /// The session that a call asks for. Its id and number come from the store before anything is written.
    private func newSession(
        _ call: Call, of owner: RoutingTable.Owner, at now: Timestamp
    ) throws(Failure) -> CheckoutSession {
        let draft = try owner.provider.read(call)
        guard let (id, number) = store.nextID(at: now) else { throw Failure(store: .full) }
        return CheckoutSession(
            id: id, number: number, provider: owner.name, account: call.caller.account, isLive: call.caller.isLive,
            status: .open, draft: consume draft, createdAt: now)
    }

    /// The answer of the first call under the key. It is given even if the timeline has no room for the event.
    private func repeated(
        _ kept: KeptClaim, _ keyed: Idempotency.KeyedCall, at now: Timestamp
    ) throws(Failure) -> Reply {
        guard kept.claim.fingerprint == keyed.fingerprint else { throw .idempotencyConflict }
        let replay = Response(replaying: kept.claim.answer)
        return .afterCommitting(.note(kept.session, .replayed, at: now, by: .account), .outcome { _ in replay })
    }

    private func retrieve(_ call: Call, on route: String, of owner: RoutingTable.Owner) throws(Failure) -> Reply {
        try find(call, .retrieve, owner) { session, inquiry in
            .now(owner.provider.render(session, on: route, at: inquiry.now, links))
        }
    }

    private func cancel(_ call: Call, of owner: RoutingTable.Owner) throws(Failure) -> Reply {
        try find(call, .cancel, owner) { (session, inquiry) throws(Failure) in
            guard session.status.mayBecome(.cancelled) else { throw .wrongStatus(session.status) }
            let (provider, now) = (owner.provider, inquiry.now)
            return .afterCommitting(
                .move(session.id, account: session.account, to: .cancelled, at: now, by: .account),
                .written { written in
                    switch written {
                    case .done(let moved): provider.render(moved ?? session, for: .cancel, at: now, links)
                    case .unknownSession: provider.render(provider.failure(ofUnknownSessionFor: .cancel))
                    case .wrongStatus(let status): provider.render(.wrongStatus(status))
                    case .timelineFull, .replayed, .keyConflict, .adjusted, .webhook: provider.render(.internalError)
                    }
                })
        }
    }

    /// Reads the session that a call is about, and passes it on if it belongs to the caller.
    private func find(
        _ call: Call, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner,
        _ next: @escaping @Sendable (CheckoutSession, Inquiry) throws(Failure) -> Reply
    ) throws(Failure) -> Reply {
        let inquiry = Inquiry(store, expiries, at: call.now)
        guard case .one(let id) = try owner.provider.select(call, for: operation) else { throw .internalError }
        let account = call.caller.account
        return .afterReading(session: .session(key: id.key)) { found in
            var inquiry = inquiry
            let reply = answer(owner) { () throws(Failure) in
                guard let session = try Self.value(found), session.id == id, session.provider == owner.name,
                    session.account == account
                else { throw owner.provider.failure(ofUnknownSessionFor: operation) }
                return try next(inquiry.judged(session), inquiry)
            }
            return told(reply, inquiry, owner)
        }
    }

    private func list(_ call: Call, of owner: RoutingTable.Owner) throws(Failure) -> Reply {
        guard case .many(var filter) = try owner.provider.select(call, for: .list) else { throw .internalError }
        filter.provider = owner.name
        filter.account = call.caller.account
        return pages(of: filter, owner, Inquiry(store, expiries, at: call.now), after: nil, [])
    }

    /// Reads page after page, so that no single read takes long, until the list is complete or has its greatest length.
    private func pages(
        of filter: SessionFilter, _ owner: RoutingTable.Owner, _ inquiry: Inquiry, after position: ListPosition?,
        _ entries: [JSONText]
    ) -> Reply {
        let (provider, now) = (owner.provider, inquiry.now)
        let query = inquiry.pageQuery(filter, after: position, limit: Self.listLengthMax - entries.count) { session in
            provider.listEntry(for: session, at: now, links)
        }
        return .afterReading(query) { found in
            var inquiry = inquiry
            let reply = answer(owner) { () throws(Failure) in
                let page = try Self.value(found).page
                inquiry.note(page)
                let entries = entries + page.entries.map(\.text)
                if let next = page.next, entries.count < Self.listLengthMax {
                    return pages(of: filter, owner, inquiry, after: next, entries)
                }
                return .now(provider.render(list: entries))
            }
            return told(reply, inquiry, owner)
        }
    }

    /// The store's answer, or the caller's failure if the store failed.
    private static func value<Value>(_ found: Result<Value, StoreFailure>) throws(Failure) -> Value {
        do throws(StoreFailure) {
            return try found.get()
        } catch {
            throw Failure(store: error)
        }
    }

    /// A reply, or the provider's answer to the failure that the body throws.
    private func answer(_ owner: RoutingTable.Owner, _ reply: () throws(Failure) -> Reply) -> Reply {
        do throws(Failure) {
            return try reply()
        } catch {
            return .now(owner.provider.render(error))
        }
    }

    /// A response that shows what was read waits until the expiries that it tells are written.
    private func told(_ reply: consuming Reply, _ inquiry: Inquiry, _ owner: RoutingTable.Owner) -> Reply {
        switch consume reply {
        case .now(let response):
            return inquiry.tell(response) { owner.provider.render(.unavailable(retryAfterSeconds: 1)) }
        case let other: return other
        }
    }
}
