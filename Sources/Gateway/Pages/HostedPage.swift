import Checkout
import Pages
import Wire

/// The pages to which the providers' answers lead, where a customer pays or calls a checkout off.
///
/// The URL is the capability: a person who has it may do what the page offers, and nobody else can make a request that does
/// anything. That is also why its forms carry no further token against forged requests: a stranger who could make a
/// browser post to the page would have to know its URL, and could then post by themselves. There is no cookie, so a
/// browser adds nothing to a forged request that the forger does not have.
struct HostedPage: Sendable {
    private let links: Links
    private let catalogue: Catalogue
    private let store: any SessionStore
    private let expiries: Expiries
    private let clock: any Clock
    private let responses = PageResponses(digest: SHA256.digest)
    private let providers: [ProviderName: any Provider]

    init(_ parts: Parts, _ expiries: Expiries) {
        self.expiries = expiries
        links = parts.links
        catalogue = parts.catalogue
        store = parts.store
        clock = parts.clock
        providers = parts.table.owners.reduce(into: [:]) { $0[$1.name] = $1.provider }
    }

    /// What is done about a request to a path of the pages.
    func reply(to request: Request) -> Reply {
        let method = request.head.method
        guard method == .get || method == .head || method == .post else { return .now(responses.problem(.method)) }
        let inquiry = Inquiry(store, expiries, at: clock.now)
        do throws(PageAddress.Fault) {
            let address = try PageAddress(request.head, links)
            return .afterReading(session: .session(key: address.key)) { found in
                do throws(StoreFailure) {
                    return reply(to: request, address, try found.get(), inquiry)
                } catch {
                    return .now(responses.unavailable(error))
                }
            }
        } catch {
            return .now(responses.problem(error))
        }
    }

    private func reply(
        to request: Request, _ address: PageAddress, _ found: CheckoutSession?, _ inquiry: Inquiry
    ) -> Reply {
        var inquiry = inquiry
        do throws(PageAddress.Fault) {
            let visit = visit(inquiry.judged(try address.opened(found, SHA256.digest)), request, at: inquiry.now)
            switch request.head.method {
            case .post: return told(act(visit, request), inquiry)
            case .get: return open(visit, inquiry)
            default:
                return read(visit) { [inquiry] in told(.now(visit.show($0)), inquiry) }
            }
        } catch {
            return .now(responses.problem(error))
        }
    }

    /// A page that rests on what was read waits for the expiry of which it tells.
    private func told(_ reply: Reply, _ inquiry: Inquiry) -> Reply {
        guard case .now(let response) = reply else { return reply }
        return inquiry.tell(response) { responses.problem(.unavailable) }
    }

    private func visit(_ session: CheckoutSession, _ request: Request, at now: Timestamp) -> PageVisit {
        let facts =
            providers[session.provider]?.pageFacts(of: session)
            // A provider that this program does not have any more.
            ?? PageFacts(publicID: UUIDText.encode(session.id.bits))
        return PageVisit(
            session, facts, catalogue, at: now, ownReference: PageAddress.ownReference(request.head),
            asciiHost: InternationalName.ascii, responses)
    }

    /// Reads the timeline of a page's session. A page is shown without it where it cannot be read.
    private func read(_ visit: PageVisit, _ next: @escaping @Sendable ([SessionEvent]) -> Reply) -> Reply {
        .afterReading(.timeline(visit.session.id)) { found in
            if case .success(let found) = found { next(found.timeline ?? []) } else { next([]) }
        }
    }

    /// Events after which a page is opened without another: that it is reloaded over and over tells nothing.
    static let eventsBeforeOpeningMax = 100

    /// Shows the page, and has the timeline say so as long as anything can come of it.
    private func open(_ visit: PageVisit, _ inquiry: Inquiry) -> Reply {
        guard !visit.session.status(at: visit.now).isFinal else { return told(.now(visit.show([])), inquiry) }
        return read(visit) { events in
            let page = visit.show(events)
            guard events.count < Self.eventsBeforeOpeningMax else { return .now(page) }
            // The page is shown also where the store takes no note of it.
            return .afterCommitting(
                .note(visit.session.id, .opened, at: visit.now, by: .customer), .outcome { _ in page })
        }
    }

    /// Does what a form asks for.
    private func act(_ visit: PageVisit, _ request: Request) -> Reply {
        guard let type = request.head.singleValue(of: "content-type"),
            ASCII.equalIgnoringCase(
                ASCII.trimmed(type.prefix { $0 != UInt8(ascii: ";") }), "application/x-www-form-urlencoded"),
            request.head.value(of: "content-encoding") == nil
        else { return .now(responses.problem(.mediaType)) }
        let form: FormFields
        do throws(FormFields.Fault) {
            form = try FormFields(request.body[...])
        } catch {
            return .now(responses.problem(error == .tooLarge ? .tooLarge : .malformed))
        }
        guard let action = PageAction(form) else { return .now(responses.problem(.malformed)) }
        let status = visit.session.status(at: visit.now)
        guard !status.isFinal else { return .now(visit.late(action, status)) }
        // A live session's page has no form, and gets nothing from one that was made up.
        guard !visit.session.isLive else { return .now(visit.show([])) }
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

    private func pay(_ visit: PageVisit, _ form: FormFields) -> Reply {
        let payment: PaymentForm
        do throws(PaymentForm.Faults) {
            payment = try PaymentForm(form, visit.facts, today: visit.now.day)
        } catch {
            return .now(visit.form(error))
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
    ) -> Reply {
        settle(visit, action, .pay(visit.session.id, step, at: visit.now, by: .customer), done)
    }

    /// Writes, and answers when it is known whether the session still took it.
    private func settle(
        _ visit: PageVisit, _ action: PageAction, _ write: Write, _ done: @escaping @Sendable () -> Response
    ) -> Reply {
        .afterCommitting(
            write,
            .outcome { outcome in
                switch outcome {
                case .success(.done): done()
                case .success(.wrongStatus(let present)): visit.late(action, present)
                case .success(.timelineFull): visit.refuse(.tooMany)
                case .success(.unknownSession): responses.problem(.unknown)
                case .success(.replayed), .success(.keyConflict), .success(.adjusted):
                    responses.problem(.unavailable)
                case .failure(let failure): responses.unavailable(failure)
                }
            })
    }
}
