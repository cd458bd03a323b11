import Checkout
import Pages
import Wire

/// The checkout pages to which the providers' answers lead, where a customer pays or cancels.
///
/// The URL is the capability: everyone who has it may do what the page offers, and a request without it does nothing.
/// That is why the forms need no token against forged requests: an attacker who makes a browser post to the page must
/// know its URL, and could then post directly. There is no cookie, so a browser adds nothing to a forged request that
/// the attacker does not have.
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

    /// The reply to a request for a path of the pages.
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

    /// A page that shows what was read waits until the expiry that it tells is written.
    private func told(_ reply: consuming Reply, _ inquiry: Inquiry) -> Reply {
        switch consume reply {
        case .now(let response): return inquiry.tell(response) { responses.problem(.unavailable) }
        case let other: return other
        }
    }

    private func visit(_ session: CheckoutSession, _ request: Request, at now: Timestamp) -> PageVisit {
        let facts =
            providers[session.provider]?.pageFacts(of: session)
            // The session's provider is not part of this program.
            ?? PageFacts(publicID: UUIDText.encode(session.id.bits))
        return PageVisit(
            session, facts, catalogue, at: now,
            reference: PageReference(path: request.head.path, query: request.head.query),
            asciiHost: InternationalName.ascii, responses)
    }

    /// Reads the timeline of a page's session. If it cannot be read, the page is shown without it.
    private func read(_ visit: PageVisit, _ next: @escaping @Sendable ([SessionEvent]) -> Reply) -> Reply {
        .afterReading(.timeline(visit.session.id)) { found in
            if case .success(let found) = found { next(found.timeline ?? []) } else { next([]) }
        }
    }

    /// The number of events after which opening the page is not recorded, because a page that is reloaded again and
    /// again tells nothing.
    static let eventsBeforeOpeningMax = 100

    /// Shows the page, and records that while the session can still be paid. A page that renews itself was recorded
    /// when it was first opened.
    private func open(_ visit: PageVisit, _ inquiry: Inquiry) -> Reply {
        guard !visit.session.status(at: visit.now).isFinal else { return told(.now(visit.show([])), inquiry) }
        return read(visit) { events in
            let page = visit.show(events)
            guard !visit.reference.isRenewal, events.count < Self.eventsBeforeOpeningMax else { return .now(page) }
            // The page is shown even if the store cannot record that.
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
        // A live session's page has no form, so a form that is sent is ignored.
        guard !visit.session.isLive else { return .now(visit.show([])) }
        switch action {
        case .cancel:
            let write = Write.move(
                visit.session.id, account: visit.session.account, to: .cancelled, at: visit.now, by: .customer)
            return finish(visit, action, write) { visit.moved(to: .cancelled) }
        case .pay:
            return pay(visit, form)
        case .confirm:
            return step(visit, action, .confirm) { visit.moved(to: .completed) }
        case .fail:
            let refusal = visit.facts.method == .sepaDebit ? TestCard.Decline.debitRefused : .unconfirmed
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

    /// Writes a step of the payment. Only the store decides whether the session still allows it, because the session
    /// may have changed since it was read. Of several clicks and tabs one wins; the others are led to the present state
    /// of the session.
    private func step(
        _ visit: PageVisit, _ action: PageAction, _ step: PaymentStep, _ done: @escaping @Sendable () -> Response
    ) -> Reply {
        finish(visit, action, .pay(visit.session.id, step, at: visit.now, by: .customer), done)
    }

    /// Writes, and answers after the result of the write is known.
    private func finish(
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
                case .success(.replayed), .success(.keyConflict), .success(.adjusted), .success(.webhook):
                    responses.problem(.unavailable)
                case .failure(let failure): responses.unavailable(failure)
                }
            })
    }
}
