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
    private let store: SQLiteStore
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
            let session: CheckoutSession
            switch try find(address, inquiry) {
            case .success(let found): session = found
            case .failure(let failure): return PageResponse.unavailable(failure)
            }
            let visit = visit(session, request, turn, at: inquiry.now)
            let response =
                switch method {
                case .post: act(visit, request)
                case .get: open(visit)
                default: visit.show(events(of: session.id))
                }
            return response.flatMap { inquiry.tell($0, turn) { PageResponse.problem(.unavailable) } }
        } catch {
            return PageResponse.problem(error == .unknown ? .unknown : .forbidden)
        }
    }

    /// The session that an address opens, or why the store cannot be asked.
    private func find(
        _ address: PageAddress, _ inquiry: Inquiry
    ) throws(PageAddress.Fault) -> Result<CheckoutSession, StoreFailure> {
        let key: Int64
        switch address {
        case .token(let found): key = found
        case .guarded(let id, _): key = id.key
        }
        let found: CheckoutSession?
        do throws(StoreFailure) {
            found = try inquiry.session(key: key)
        } catch {
            return .failure(error)
        }
        switch address {
        case .token:
            guard let found else { throw .unknown }
            // Who has to know a state cannot get around it by another spelling of the address.
            guard found.stateDigest == nil else { throw .forbidden }
            return .success(found)
        case .guarded(let id, let state):
            guard let found, found.id == id, let digest = found.stateDigest else { throw .forbidden }
            guard Digest(kept: digest) == SHA256.digest(state[...]) else { throw .forbidden }
            return .success(found)
        }
    }

    private func visit(
        _ session: CheckoutSession, _ request: Request, _ turn: Turn, at now: Timestamp
    ) -> PageVisit {
        let facts =
            providers[session.provider]?.pageFacts(of: session)
            // A provider that this program does not have any more.
            ?? PageFacts(publicID: UUIDText.encode(session.id.bits))
        return PageVisit(
            session: session, facts: facts, catalogue: catalogue, now: now,
            ownReference: PageAddress.ownReference(request.head), turn: turn)
    }

    private func events(of id: SessionID) -> [SessionEvent] {
        do throws(StoreFailure) {
            return try sessions.read { (reader) throws(StoreFailure) in try reader.events(of: id) ?? [] }
        } catch {
            return []
        }
    }

    /// Events after which a page is opened without another: that it is reloaded over and over tells nothing.
    static let eventsBeforeOpeningMax = 100

    /// Shows the page, and has the timeline say so as long as anything can come of it.
    private func open(_ visit: PageVisit) -> Response? {
        guard !visit.session.status(at: visit.now).isFinal else { return visit.show([]) }
        let events = events(of: visit.session.id)
        let page = visit.show(events)
        guard events.count < Self.eventsBeforeOpeningMax else { return page }
        // A page is worth more than its mark: where the store is full, it is shown without one.
        let opened = Write.note(visit.session.id, .opened, at: visit.now, by: .customer)
        let isTaken = submit(visit, opened) { _ in page }
        return isTaken ? nil : page
    }

    /// Does what a form asks for.
    private func act(_ visit: PageVisit, _ request: Request) -> Response? {
        guard let type = request.head.singleValue(of: "content-type"),
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
        guard !visit.session.isLive else { return visit.show([]) }
        switch action {
        case .cancel:
            let write = Write.move(
                visit.session.id, account: visit.session.account, to: .cancelled, at: visit.now, by: .customer)
            return settle(visit, action, write) { visit.moved(to: .cancelled) }
        case .pay:
            return pay(visit, form)
        case .confirm:
            return step(visit, action, .confirm) { visit.moved(to: .completed) }
        case .fail:
            let refusal = visit.facts.method == .sepaDebit ? TestCard.Refusal.debitRefused : .unconfirmed
            return step(visit, action, .refuse(detail: refusal.detail)) { visit.refuse(refusal) }
        }
    }

    private func pay(_ visit: PageVisit, _ form: FormFields) -> Response? {
        let payment: PaymentForm
        do throws(PaymentForm.Faults) {
            payment = try PaymentForm(form, visit.facts, today: visit.now.day)
        } catch {
            return visit.form(error)
        }
        switch payment.outcome {
        case .paid:
            return step(visit, .pay, .attempt(.paid)) { visit.moved(to: .completed) }
        case .needsConfirmation:
            return step(visit, .pay, .attempt(.needsConfirmation)) { visit.moved(to: .processing) }
        case .refused(let refusal):
            return step(visit, .pay, .attempt(.failed(detail: refusal.detail))) { visit.refuse(refusal) }
        case .paidByBank:
            return step(visit, .pay, .attempt(.paidByBank)) { visit.moved(to: .completed) }
        case .refusedByBank(let refusal):
            return step(visit, .pay, .attempt(.refusedByBank(detail: refusal.detail))) { visit.refuse(refusal) }
        }
    }

    /// Asks the store, which alone judges whether the session still takes a step: what was read before may be over by the
    /// time of the write. Of any number of clicks, tabs and races one wins; who loses is shown what the session has
    /// become.
    private func step(
        _ visit: PageVisit, _ action: PageAction, _ step: PaymentStep, _ done: @escaping @Sendable () -> Response
    ) -> Response? {
        settle(visit, action, .pay(visit.session.id, step, at: visit.now, by: .customer), done)
    }

    /// Writes, and answers when it is known whether the session still took it.
    private func settle(
        _ visit: PageVisit, _ action: PageAction, _ write: Write, _ done: @escaping @Sendable () -> Response
    ) -> Response? {
        let isTaken = submit(visit, write) { outcome in
            switch outcome {
            case .success(.done): done()
            case .success(.wrongStatus(let present)): visit.late(action, present)
            case .success(.timelineFull): visit.refuse(.tooMany)
            case .success(.unknownSession): PageResponse.problem(.unknown)
            case .success(.replayed), .success(.keyConflict), .success(.adjusted):
                PageResponse.problem(.unavailable)
            case .failure(let failure): PageResponse.unavailable(failure)
            }
        }
        return isTaken ? nil : PageResponse.unavailable(.full)
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
