import Checkout
import Storage
import Wire

/// The pages to which the providers' answers lead, where a customer pays or calls a checkout off.
///
/// The URL is the capability: whoever has it may do what the page offers, and nobody else can make a request that does
/// anything. That is also why its forms carry no further token against forged requests: a stranger who could make a
/// browser post to the page would have to know its URL, and could then post by themselves. There is no cookie, so a
/// browser adds nothing to a forged request that the forger does not have.
struct HostedPage: Sendable {
    private let links: Links
    private let catalogue: Catalogue
    private let sessions: StoredSessions
    private let store: SQLiteStore<Receipt>
    private let clock: any Clock
    private let providers: [ProviderName: any Provider]

    init(_ parts: Parts, _ sessions: StoredSessions) {
        self.sessions = sessions
        links = parts.links
        catalogue = parts.catalogue
        store = parts.store
        clock = parts.clock
        providers = parts.table.owners.reduce(into: [:]) { $0[$1.name] = $1.provider }
    }

    /// Answers a request to a path that ``PageAddress/owns(_:)``. Nil: the answer comes when the store has written.
    func answer(_ request: Request, _ turn: Turn) -> Response? {
        let method = request.head.method
        guard method == .get || method == .head || method == .post else { return PageResponse.problem(.method) }
        let inquiry = sessions.inquiry(at: clock.now)
        do throws(PageAddress.Fault) {
            let address = try PageAddress(request.head, links)
            guard let session = try find(address, inquiry) else { return PageResponse.problem(.unavailable) }
            let visit = visit(session, request, turn, at: inquiry.now)
            let response =
                switch method {
                case .post: act(visit, request)
                case .get: open(visit)
                default: visit.show()
                }
            return response.flatMap { inquiry.tell($0, turn) { PageResponse.problem(.unavailable) } }
        } catch {
            return PageResponse.problem(error == .unknown ? .unknown : .forbidden)
        }
    }

    /// The session that an address opens. Nil: the store cannot be asked.
    private func find(_ address: PageAddress, _ inquiry: Inquiry) throws(PageAddress.Fault) -> CheckoutSession? {
        let key: Int64
        switch address {
        case .token(let found): key = found
        case .guarded(let id, _): key = id.key
        }
        let found: CheckoutSession?
        do throws(StoreFailure) {
            found = try inquiry.session(key: key)
        } catch {
            return nil
        }
        switch address {
        case .token:
            guard let found else { throw .unknown }
            // Who has to know a state cannot get around it by another spelling of the address.
            guard found.stateDigest == nil else { throw .forbidden }
            return found
        case .guarded(let id, let state):
            guard let found, found.id == id, let digest = found.stateDigest else { throw .forbidden }
            let given = SHA256.digest(state[...])
            guard ASCII.equalInConstantTime(digest.span, given.span) else { throw .forbidden }
            return found
        }
    }

    private func visit(
        _ session: CheckoutSession, _ request: Request, _ turn: Turn, at now: Timestamp
    ) -> PageVisit {
        let facts =
            providers[session.provider]?.pageFacts(of: session)
            // A provider that this program does not have any more.
            ?? PageFacts(publicID: UUIDText.encode(session.id.bits))
        let isProcessing = session.status(at: now) == .processing
        return PageVisit(
            session: session, facts: facts, catalogue: catalogue, now: now,
            ownReference: PageAddress.ownReference(request.head), turn: turn,
            waitsForBank: isProcessing && waitsForBank(session.id))
    }

    /// Whether the payment that was begun last has no end yet. A session never goes back from processing to open, so that
    /// its timeline alone tells whether its customer refused.
    private func waitsForBank(_ id: SessionID) -> Bool {
        let payment = events(of: id).last { event in
            [.processing, .paymentAttempted, .paymentFailed].contains(event.event.kind)
        }
        // Where the timeline cannot be read, the bank's step does no harm: it offers what was begun, and to call it off.
        return payment?.event.kind != .paymentFailed
    }

    private func events(of id: SessionID) -> [SessionEvent] {
        do throws(StoreFailure) {
            return try sessions.read { (reader) throws(StoreFailure) in try reader.events(of: id) ?? [] }
        } catch {
            return []
        }
    }

    /// Events after which a page is opened without another: reloading it over and over must not use up the room that a
    /// timeline has for payments.
    static let eventsBeforeOpeningMax = 100

    /// Shows the page, and has the timeline say so as long as anything can come of it.
    private func open(_ visit: PageVisit) -> Response? {
        let page = visit.show()
        guard !visit.session.status(at: visit.now).isFinal,
            events(of: visit.session.id).count < Self.eventsBeforeOpeningMax
        else { return page }
        // A page is worth more than its mark: where the store is full, it is shown without one.
        let isTaken = submit(visit, .note(visit.session.id, visit.event(.opened))) { _ in page }
        return isTaken ? nil : page
    }

    /// Does what a form asks for.
    private func act(_ visit: PageVisit, _ request: Request) -> Response? {
        guard request.head.count(of: "content-type") == 1, let type = request.head.value(of: "content-type"),
            ASCII.equalIgnoringCase(
                ASCII.trimmed(type.prefix { $0 != UInt8(ascii: ";") }), "application/x-www-form-urlencoded"),
            request.head.value(of: "content-encoding") == nil
        else { return PageResponse.problem(.mediaType) }
        let form: FormFields
        do throws(FormFields.Fault) {
            form = try FormFields(request.body[...])
        } catch {
            return PageResponse.problem(error == .tooLarge ? .tooLarge : .malformed)
        }
        guard let action = PageAction(form) else { return PageResponse.problem(.malformed) }
        let status = visit.session.status(at: visit.now)
        guard !status.isFinal else { return visit.late(action, status) }
        // A live session's page has no form, and gets nothing from one that was made up.
        guard !visit.session.isLive else { return visit.show() }
        switch (action, status) {
        case (.cancel, _):
            return move(visit, action, to: .cancelled)
        case (.pay, _):
            return pay(visit, form, status)
        case (.confirm, _) where visit.waitsForBank:
            return move(visit, action, to: .completed)
        case (.fail, _) where visit.waitsForBank:
            return refuse(visit, action, .unconfirmed)
        case (.confirm, _), (.fail, _):
            // Nothing waits for confirmation; the page shows what there is to do.
            return PageResponse.redirect(visit.ownReference)
        }
    }

    private func pay(_ visit: PageVisit, _ form: FormFields, _ status: Status) -> Response? {
        let card: Card
        do throws(Card.Faults) {
            card = try Card(form, today: visit.now.day)
        } catch {
            return visit.form(error)
        }
        let attempt = Write.note(visit.session.id, visit.event(.paymentAttempted))
        if card.outcome == .needsConfirmation, status == .processing {
            // A payment that waits for its confirmation has charged nothing: another card takes its place.
            return settle(visit, .pay, attempt) { PageResponse.redirect(visit.ownReference) }
        }
        guard store.submit(attempt, Receipt(turn: visit.turn, answer: .elsewhere)) else {
            return PageResponse.problem(.unavailable)
        }
        switch card.outcome {
        case .paid: return move(visit, .pay, to: .completed)
        case .needsConfirmation: return move(visit, .pay, to: .processing)
        case .refused(let refusal): return refuse(visit, .pay, refusal)
        }
    }

    /// A payment that came to nothing; the session goes on.
    private func refuse(_ visit: PageVisit, _ action: PageAction, _ refusal: TestCard.Refusal) -> Response? {
        let detail = JSONWriter.object { json in json.member("reason", refusal.rawValue) }
        let write = Write.note(visit.session.id, visit.event(.paymentFailed, detail))
        return settle(visit, action, write) { visit.refuse(refusal) }
    }

    /// One compare-and-set, by the store: of any number of clicks, tabs and races one wins. Who loses is shown what the
    /// session has become.
    private func move(_ visit: PageVisit, _ action: PageAction, to status: Status) -> Response? {
        let write = Write.move(
            visit.session.id, account: visit.session.account, to: status, at: visit.now, by: .customer)
        return settle(visit, action, write) { visit.moved(to: status) }
    }

    /// Writes, and answers when it is known whether the session still took it.
    private func settle(
        _ visit: PageVisit, _ action: PageAction, _ write: Write, _ done: @escaping @Sendable () -> Response
    ) -> Response? {
        let isTaken = submit(visit, write) { outcome in
            switch outcome {
            case .success(.done): done()
            case .success(.wrongStatus(let present)): visit.late(action, present)
            case .success(.unknownSession): PageResponse.problem(.unknown)
            case .success(.replayed), .success(.keyConflict), .success(.adjusted), .failure:
                PageResponse.problem(.unavailable)
            }
        }
        return isTaken ? nil : PageResponse.problem(.unavailable)
    }

    private func submit(
        _ visit: PageVisit, _ write: Write, _ answer: @escaping @Sendable (Result<Written, StoreFailure>) -> Response
    ) -> Bool {
        store.submit(write, Receipt(turn: visit.turn, answer: .settled(answer)))
    }
}

/// What a form of the page asks for.
enum PageAction: Sendable, CaseIterable {
    case pay, cancel, confirm, fail

    /// Nil for anything but the pages' own forms.
    init?(_ form: FormFields) {
        guard let word = form["action"],
            let action = Self.allCases.first(where: { Array("\($0)".utf8) == word })
        else { return nil }
        self = action
    }
}
