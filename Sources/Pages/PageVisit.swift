package import Checkout
package import Wire

/// One request to the page of a session that was found, and the answers that it may get.
package struct PageVisit: Sendable {
    /// The session that was found.
    package let session: CheckoutSession
    /// What the session's provider says of its page.
    package let facts: PageFacts
    let catalogue: Catalogue
    /// When the request came: all of it is judged by this one moment.
    package let now: Timestamp
    /// The page's own address, for redirects to it.
    let ownReference: String
    let asciiHost: ASCIIHost
    let responses: PageResponses

    /// - Parameters:
    ///   - session: the session that was found.
    ///   - facts: what the session's provider says of its page.
    ///   - catalogue: has the names and prices of what sessions refer to.
    ///   - now: when the request came.
    ///   - ownReference: the page's own address, for redirects to it.
    ///   - asciiHost: spells an international domain name in ASCII.
    ///   - responses: makes the answers.
    package init(
        _ session: CheckoutSession, _ facts: PageFacts, _ catalogue: Catalogue, at now: Timestamp, ownReference: String,
        asciiHost: @escaping ASCIIHost, _ responses: PageResponses
    ) {
        self.session = session
        self.facts = facts
        self.catalogue = catalogue
        self.now = now
        self.ownReference = ownReference
        self.asciiHost = asciiHost
        self.responses = responses
    }

    private var view: PageView { PageView(session, facts, catalogue, at: now, asciiHost: asciiHost) }

    /// The page as the session stands.
    ///
    /// - Parameter timeline: tells whether the payment that was begun last waits for its confirmation. Where it cannot be
    ///   read, the bank's step does no harm: it offers what was begun, and to call it off, and the store judges that.
    package func show(_ timeline: [SessionEvent]) -> Response {
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
    package func form(_ faults: PaymentForm.Faults) -> Response {
        page(view, 422, .form(faults.sentences, nil))
    }

    /// The form again, because no payment came of it. 402 and not 200, so that also logs and clients that read no HTML
    /// see that nothing was paid; browsers show the page all the same.
    package func refuse(_ refusal: TestCard.Refusal) -> Response {
        page(view, 402, .form([:], refusal))
    }

    /// After a step that this request made.
    package func moved(to status: Status) -> Response {
        switch status {
        case .completed: responses.redirect(view.successTarget?.location ?? ownReference)
        case .cancelled: responses.redirect(view.cancelTarget?.location ?? ownReference)
        case .open, .processing, .expired: responses.redirect(ownReference)
        }
    }

    /// After a step that came too late: another click, tab or caller was first, nothing waits for it, or the time ran
    /// out.
    package func late(_ action: PageAction, _ status: Status) -> Response {
        switch (status, action) {
        // A second click is answered as the first one was: a browser shows only the last answer.
        case (.completed, .pay), (.completed, .confirm), (.cancelled, .cancel):
            moved(to: status)
        default:
            responses.redirect(ownReference)
        }
    }

    private func page(_ view: PageView, _ status: Int, _ task: PageWriter.Task) -> Response {
        let hasForm = if case .nothing = task { false } else { true }
        return responses.page(
            status: status, PageWriter.page(view, task),
            formTargets: hasForm ? [view.successTarget, view.cancelTarget].compactMap { $0 } : nil)
    }
}
