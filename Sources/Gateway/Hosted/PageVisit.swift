import Checkout
import Wire

/// One request to the page of a session that was found, and the answers that it may get.
struct PageVisit: Sendable {
    let session: CheckoutSession
    let facts: PageFacts
    let catalogue: Catalogue
    /// When the request came: all of it is judged by this one moment.
    let now: Timestamp
    /// The page's own address, for redirects to it.
    let ownReference: String

    private var view: PageView { PageView(session, facts, catalogue, at: now) }

    /// The page as the session stands.
    ///
    /// - Parameter timeline: tells whether the payment that was begun last waits for its confirmation. Where it cannot be
    ///   read, the bank's step does no harm: it offers what was begun, and to call it off, and the store judges that.
    func show(_ timeline: [SessionEvent]) -> Response {
        let view = view
        let waits = timeline.reversed().lazy.compactMap(\.event.kind.leavesPaymentWaiting).first ?? true
        switch view.status {
        case .open where !view.isLive: return page(view, 200, .form([:], nil))
        case .processing where !view.isLive:
            return page(view, 200, waits ? .confirmation : .form([:], nil))
        // An outcome is something to show; a page whose time has run out is gone (RFC 9110 §15.5.11).
        case .open, .processing, .completed, .cancelled: return page(view, 200, .nothing)
        case .expired: return page(view, 410, .nothing)
        }
    }

    /// The form again, with what is wrong with it (RFC 9110 §15.5.21).
    func form(_ faults: PaymentForm.Faults) -> Response {
        page(view, 422, .form(faults.sentences, nil))
    }

    /// The form again, because no payment came of it. 402 and not 200, so that also logs and clients that read no HTML
    /// see that nothing was paid; browsers show the page all the same.
    func refuse(_ refusal: TestCard.Refusal) -> Response {
        page(view, 402, .form([:], refusal))
    }

    /// After a step that this request made.
    func moved(to status: Status) -> Response {
        switch status {
        case .completed: PageResponse.redirect(view.successTarget?.location ?? ownReference)
        case .cancelled: PageResponse.redirect(view.cancelTarget?.location ?? ownReference)
        case .open, .processing, .expired: PageResponse.redirect(ownReference)
        }
    }

    /// After a step that came too late: another click, tab or caller was first, nothing waits for it, or the time ran
    /// out.
    func late(_ action: PageAction, _ status: Status) -> Response {
        switch (status, action) {
        // A second click is answered as the first one was: a browser shows only the last answer.
        case (.completed, .pay), (.completed, .confirm), (.cancelled, .cancel):
            moved(to: status)
        default:
            PageResponse.redirect(ownReference)
        }
    }

    private func page(_ view: PageView, _ status: Int, _ task: PageWriter.Task) -> Response {
        let hasForm = if case .nothing = task { false } else { true }
        return PageResponse.page(
            status: status, PageWriter.page(view, task),
            formTargets: hasForm ? [view.successTarget, view.cancelTarget].compactMap { $0 } : nil)
    }
}
