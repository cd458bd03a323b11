package import Checkout
package import Wire

/// One request for the page of a session that was found, and the answers that it may get.
package struct PageVisit: Sendable {
    /// The session that was found.
    package let session: CheckoutSession
    /// The facts that the session's provider gives for its page.
    package let facts: PageFacts
    let catalogue: Catalogue
    /// When the request came. Everything is judged by this one moment.
    package let now: Timestamp
    /// The page's own address, for redirects to it, and whether the page asked for itself.
    package let reference: PageReference
    let asciiHost: ASCIIHost
    let responses: PageResponses

    /// - Parameters:
    ///   - session: the session that was found.
    ///   - facts: the facts that the session's provider gives for its page.
    ///   - catalogue: has the names and prices of the things to which sessions refer.
    ///   - now: when the request came.
    ///   - reference: the page's own address.
    ///   - asciiHost: spells an international domain name in ASCII.
    ///   - responses: makes the answers.
    package init(
        _ session: CheckoutSession, _ facts: PageFacts, _ catalogue: Catalogue, at now: Timestamp,
        reference: PageReference, asciiHost: @escaping ASCIIHost, _ responses: PageResponses
    ) {
        self.session = session
        self.facts = facts
        self.catalogue = catalogue
        self.now = now
        self.reference = reference
        self.asciiHost = asciiHost
        self.responses = responses
    }

    private var view: PageView { PageView(session, facts, catalogue, at: now, asciiHost: asciiHost) }

    /// The page in the session's present state. A page that renewed itself leads on as soon as there is nothing to wait
    /// for: to the shop when the payment is completed, otherwise to the page as everybody sees it.
    ///
    /// - Parameter timeline: tells what the customer has to do while the session is processing.
    package func show(_ timeline: [SessionEvent]) -> Response {
        let view = view
        let task = task(view, timeline)
        if reference.isRenewal, task != .wait {
            return view.status == .completed ? moved(to: .completed) : responses.redirect(reference.text)
        }
        // A page with an outcome is shown as usual; a page whose session has expired is gone (RFC 9110 §15.5.11).
        return page(view, view.status == .expired ? 410 : 200, task)
    }

    /// What the customer has to do.
    ///
    /// - Parameter timeline: the last payment in it tells whether that payment waits, and who began it. If it cannot be
    ///   read, the page shows the bank's step, which offers to confirm or cancel; the store decides whether that is
    ///   possible.
    private func task(_ view: PageView, _ timeline: [SessionEvent]) -> PageWriter.Task {
        let payment = timeline.last { $0.event.kind.leavesPaymentWaiting != nil }?.event
        let waits = payment?.kind.leavesPaymentWaiting ?? true
        switch view.status {
        case .open where !view.isLive: return .form([:], nil)
        case .processing where !waits && !view.isLive: return .form([:], nil)
        // The bank's step of a payment on this page is on this page, too.
        case .processing where !view.isLive && (payment?.actor ?? .customer) == .customer: return .confirmation
        case .processing where waits: return .wait
        case .open, .processing, .completed, .cancelled, .expired: return .nothing
        }
    }

    /// The form again, with its faults (RFC 9110 §15.5.21).
    package func form(_ faults: PaymentForm.Faults) -> Response {
        page(view, 422, .form(faults.sentences, nil))
    }

    /// The form again, because the payment was refused. The status is 402 and not 200, so that logs and clients that do
    /// not read HTML also see that nothing was paid; browsers show the page.
    package func refuse(_ refusal: TestCard.Decline) -> Response {
        page(view, 402, .form([:], refusal))
    }

    /// The answer after a step that this request made.
    package func moved(to status: Status) -> Response {
        switch status {
        case .completed: responses.redirect(view.successTarget?.location ?? reference.text)
        case .cancelled: responses.redirect(view.cancelTarget?.location ?? reference.text)
        case .open, .processing, .expired: responses.redirect(reference.text)
        }
    }

    /// The answer to a step that came too late: another click, tab or caller was first, no payment waits, or the
    /// session has expired.
    package func late(_ action: PageAction, _ status: Status) -> Response {
        switch (status, action) {
        // A second click gets the same answer as the first, because a browser shows only the last answer.
        case (.completed, .pay), (.completed, .confirm), (.cancelled, .cancel):
            moved(to: status)
        default:
            responses.redirect(reference.text)
        }
    }

    private func page(_ view: PageView, _ status: Int, _ task: PageWriter.Task) -> Response {
        let hasForm = task != .nothing && !view.isLive
        return responses.page(
            status: status, PageWriter.page(view, task, reference),
            formTargets: hasForm ? [view.successTarget, view.cancelTarget].compactMap { $0 } : nil)
    }
}

/// The actions of the page's forms.
package enum PageAction: Sendable, CaseIterable {
    case pay, cancel, confirm, fail

    /// Nil for a form that is not one of the pages' own.
    package init?(_ form: FormFields) {
        guard let word = form["action"],
            let action = Self.allCases.first(where: { Array("\($0)".utf8) == word })
        else { return nil }
        self = action
    }
}
