import Checkout
import Wire

/// Writes a page: a bar, a summary of the session, and the actions.
enum PageWriter {
    /// What the page of a session asks its customer to do.
    enum Task: Equatable {
        /// The form that pays, with the faults of the last try's fields, or why the last payment was refused.
        case form([PageField: String], TestCard.Decline?)
        /// The simulated step of the customer's bank.
        case confirmation
        /// A payment is confirmed elsewhere, and the page renews itself until that is done.
        case wait
        case nothing
    }

    /// How often a page renews itself while its customer waits. Few customers notice a delay of this length, and a page
    /// that is left open costs the gateway little.
    static let renewalSeconds = 5

    /// The page of a session.
    ///
    /// - Parameter reference: where a page that renews itself finds itself again.
    static func page(_ view: PageView, _ task: Task, _ reference: PageReference) -> [UInt8] {
        var title = task == .wait ? PageWords.waiting(view) : PageWords.title(view)
        if case .form(let faults, let refusal) = task {
            title = PageWords.task(view)
            // Screen readers read the title first.
            if !faults.isEmpty || refusal != nil { title = "Error: \(title)" }
        }
        return document(title: title, isTest: !view.isLive, renews: task == .wait ? reference : nil) { html in
            html.element("main", .of("class", "columns")) { html in
                summary(view, to: &html)
                html.element("section", .of("class", "panel"), .of("aria-labelledby", "task")) { html in
                    switch task {
                    case .form(let faults, let refusal): formPanel(view, faults, refusal, to: &html)
                    case .confirmation: confirmationPanel(view, to: &html)
                    case .wait: waitPanel(view, reference, to: &html)
                    case .nothing: outcomePanel(view, to: &html)
                    }
                }
            }
        }
    }

    /// A page that belongs to no session.
    static func problem(_ problem: PageProblem) -> [UInt8] {
        document(title: problem.title, isTest: false) { html in
            html.element("main", .of("class", "single")) { html in
                html.element("section", .of("class", "panel outcome")) { html in
                    html.element("h1", text: problem.title)
                    html.element("p", text: problem.sentence)
                }
            }
        }
    }

    private static func document(
        title: String, isTest: Bool, renews reference: PageReference? = nil, _ body: (inout HTMLWriter) -> Void
    ) -> [UInt8] {
        var html = HTMLWriter()
        html.element("html", .of("lang", "en")) { html in
            html.element("head") { html in
                html.void("meta", .of("charset", "utf-8"))
                html.void("meta", .of("name", "viewport"), .of("content", "width=device-width, initial-scale=1"))
                html.void("meta", .of("name", "color-scheme"), .of("content", "light dark"))
                if let reference {
                    html.void(
                        "meta", .of("http-equiv", "refresh"), .renewal(of: reference, afterSeconds: renewalSeconds))
                }
                html.element("title", text: title + (isTest ? " (test mode)" : ""))
                html.style(PageStyle.text)
                html.script(PageScript.text)
            }
            html.element("body") { html in
                html.element("header", .of("class", "bar")) { html in
                    html.element("p", .of("class", "brand"), text: "Checkout")
                    if isTest { html.element("p", .of("class", "badge"), text: "TEST MODE") }
                }
                body(&html)
            }
        }
        return html.finish()
    }

    private static func summary(_ view: PageView, to html: inout HTMLWriter) {
        html.element("section", .of("class", "summary"), .of("aria-labelledby", "about")) { html in
            if let kind = PageWords.kind(view) { html.element("p", .of("class", "eyebrow"), text: kind) }
            html.element("h1", .of("id", "about")) { html in
                if let heading = PageWords.heading(view) {
                    html.text(heading)
                } else if let item = view.item {
                    html.name(item)
                }
            }
            if view.mode != .setup {
                html.element("p", .of("class", "price")) { html in
                    if let amount = view.amount {
                        let isLong = amount.count > PageView.amountCharactersMax
                        html.element("span", .of("class", isLong ? "amount long" : "amount"), text: amount)
                    } else {
                        html.element("span", .of("class", "unpriced"), text: "Amount as agreed with the seller")
                    }
                    if let terms = PageWords.terms(view) {
                        html.text(" ")
                        html.element("span", .of("class", "terms"), text: terms)
                    }
                }
            }
            var rows = view.rows
            if view.mode == .setup, let item = view.item {
                rows.insert(PageView.Row(label: "For", value: .name(item)), at: 0)
            }
            list(rows, to: &html)
        }
    }

    static func list(_ rows: [PageView.Row], to html: inout HTMLWriter) {
        guard !rows.isEmpty else { return }
        html.element("dl") { html in
            for row in rows {
                html.element("div") { html in
                    html.element("dt", text: row.label)
                    html.element("dd") { html in
                        switch row.value {
                        case .words(let words): html.text(words)
                        case .name(let name): html.name(name)
                        case .moment(let moment):
                            html.element(
                                "time", .datetime(moment.rfc3339(.milliseconds)), text: moment.pageText)
                        }
                    }
                }
            }
        }
    }

    private static func outcomePanel(_ view: PageView, to html: inout HTMLWriter) {
        html.element("div", .of("class", "outcome")) { html in
            if view.status == .completed {
                html.element("p", .of("class", "mark"), .of("aria-hidden", "true"), text: "✓")
            }
            html.element("h2", .of("id", "task"), text: PageWords.title(view))
            switch view.status {
            case .completed:
                html.element("p", text: PageWords.doneSentence(view))
                list(view.receipt, to: &html)
                back(to: view.successTarget, to: &html)
            case .cancelled:
                html.element("p", text: PageWords.cancelled)
                back(to: view.cancelTarget, to: &html)
            case .expired:
                html.element("p", text: PageWords.expired)
            case .open, .processing:
                html.element("p", text: PageWords.liveMode)
            }
        }
    }

    /// A page that renews itself has to say so, and to let its reader do it (WCAG 2.2, 3.2.5).
    private static func waitPanel(_ view: PageView, _ reference: PageReference, to html: inout HTMLWriter) {
        html.element("div", .of("class", "outcome")) { html in
            html.element("h2", .of("id", "task"), text: PageWords.waiting(view))
            html.element("p", text: PageWords.waitingSentence(view))
            html.element("p") { html in
                html.text("This page renews itself every \(renewalSeconds) seconds")
                if let target = view.successTarget {
                    html.text(", and leads you back to ")
                    html.name(target.shownHost)
                    html.text(" when that is done. ")
                } else {
                    html.text(", until that is done. ")
                }
                html.element("a", .renewal(of: reference), body: { $0.text("Renew it now") })
                html.text(".")
            }
        }
        // A live session's page has no form.
        if !view.isLive { cancelForm(view, to: &html) }
    }

    private static func back(to target: ReturnTarget?, to html: inout HTMLWriter) {
        guard let target else { return }
        html.element("p") { html in
            html.element("a", .of("class", "button"), .of("rel", "noreferrer"), .href(target)) { html in
                html.text("Continue to ")
                html.name(target.shownHost)
            }
        }
    }
}
