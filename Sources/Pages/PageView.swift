import Checkout
import Wire

/// The texts that a page shows of a session. It contains no card and no secret.
struct PageView: Sendable {
    /// A line of the summary.
    struct Row: Sendable, Equatable {
        enum Value: Sendable, Equatable {
            case words(String)
            /// A text that a caller chose.
            case name(String)
            case moment(Timestamp)
        }

        let label: String
        let value: Value
    }

    let mode: Mode
    /// What is bought; nil if neither a name nor a reference is known.
    let item: String?
    /// Nil if nothing is to be paid, or if no amount is known.
    let amount: String?
    /// `per month`; nil if it does not recur, or if no interval is known.
    let interval: String?
    let trialDays: Int64?
    let method: PaymentMethod
    /// The fields besides the payment's own.
    let addressFields: [PageField]
    /// The codes of the countries that the customer may choose.
    let countries: [String]
    let rows: [Row]
    let isLive: Bool
    let status: Status
    let receipt: [Row]
    let successTarget: ReturnTarget?
    let cancelTarget: ReturnTarget?

    /// - Parameters:
    ///   - catalogue: has names, unit prices and intervals of the things that sessions refer to.
    ///   - now: decides whether the session has expired.
    ///   - asciiHost: spells an international domain name in ASCII.
    init(
        _ session: CheckoutSession, _ facts: PageFacts, _ catalogue: Catalogue, at now: Timestamp, asciiHost: ASCIIHost
    ) {
        // A session may have any number of items, so only the items that are shown are looked up.
        let items: [ItemWithEntry] = session.items.prefix(Self.itemRowsMax).map { item in
            (item, Self.entry(item.reference, CatalogueKind(session.provider, item.kind), catalogue))
        }
        // The page has one price and one interval only if there is a single item.
        let single = session.items.count == 1 ? items.first : nil
        let entry = single?.entry
        let quantity = single?.item.quantity ?? 1
        method = facts.method
        addressFields = PageField.addressFields(facts)
        countries = PageField.countries(facts)
        mode = session.mode
        isLive = session.isLive
        status = session.status(at: now)
        item = (entry?.name ?? facts.itemName ?? single?.item.reference ?? Self.names(of: items)).map(Self.shortened)
        let pays = session.mode != .setup
        let amount = pays ? Self.money(session.amount, session.currency) : nil
        self.amount = amount
        interval = session.mode == .subscription ? entry?.interval.flatMap(Self.interval) : nil
        trialDays = session.mode == .subscription ? facts.trialDays : nil

        var rows: [Row] = []
        if let reference = single?.item.reference, entry?.name != nil {
            rows.append(Row(label: "Reference", value: .name(Self.shortened(reference))))
        }
        if pays, quantity != 1 { rows.append(Row(label: "Quantity", value: .words(String(quantity)))) }
        if pays, quantity > 1, let unit = Self.money(entry?.amount, entry?.currency) {
            rows.append(Row(label: "Price of one", value: .words(unit)))
        }
        if items.count > 1 { rows += items.map(Self.row) }
        rows += Self.customer(of: session, catalogue)
        self.rows =
            rows
            + (session.status(at: now).isFinal
                ? []
                : [
                    session.expiresAt.map { Row(label: "Open until", value: .moment($0)) }
                        ?? Row(label: "Open until", value: .words("paid or cancelled"))
                ])
        var receipt: [Row] = []
        if let amount, trialDays == nil { receipt.append(Row(label: "Amount paid", value: .words(amount))) }
        if let completedAt = session.completedAt { receipt.append(Row(label: "Date", value: .moment(completedAt))) }
        receipt.append(Row(label: "Receipt number", value: .words(facts.publicID)))
        self.receipt = receipt
        successTarget = session.successURL.flatMap {
            try? ReturnTarget(
                $0, sessionID: facts.publicID, parameter: facts.referenceParameter, asciiHost: asciiHost)
        }
        cancelTarget = session.cancelURL.flatMap {
            try? ReturnTarget($0, sessionID: facts.publicID, asciiHost: asciiHost)
        }
    }

    /// The most items that a page lists. Each has its own row.
    private static let itemRowsMax = 20

    private typealias ItemWithEntry = (item: CheckoutSession.Item, entry: Catalogue.Entry?)

    /// The names of the items that are listed; nil if there are no items.
    private static func names(of items: [ItemWithEntry]) -> String? {
        guard !items.isEmpty else { return nil }
        return items.map { $0.entry?.name ?? $0.item.reference }.joined(separator: ", ")
    }

    private static func row(of item: ItemWithEntry) -> Row {
        let name = item.entry?.name ?? item.item.reference
        return Row(label: "Item", value: .name(shortened("\(item.item.quantity) × \(name)")))
    }

    private static func entry(_ reference: String, _ kind: CatalogueKind, _ catalogue: Catalogue) -> Catalogue.Entry? {
        // The thing may have left the catalogue since the session was created; the page is shown without it.
        guard let found = try? catalogue.entry(reference, of: kind.name) else { return nil }
        return found
    }

    private static func customer(of session: CheckoutSession, _ catalogue: Catalogue) -> [Row] {
        let customer = session.customer
        var rows: [Row] = []
        if let reference = customer.reference {
            let name = entry(reference, .customer(of: session.provider), catalogue)?.name
            rows.append(Row(label: "Customer", value: .name(shortened(name ?? reference))))
        }
        if let email = customer.email { rows.append(Row(label: "E-mail", value: .name(shortened(email)))) }
        if let phone = customer.phone { rows.append(Row(label: "Telephone", value: .name(shortened(phone)))) }
        return rows
    }

    private static func money(_ amount: Int64?, _ currency: Currency?) -> String? {
        guard let amount, let currency else { return nil }
        return Money(units: amount, currency: currency).text
    }

    private static func interval(_ word: String) -> String? {
        ["day", "week", "month", "year"].contains(word) ? "per \(word)" : nil
    }

    /// The most characters of an amount that fit in full size on one line of a narrow phone.
    static let amountCharactersMax = 12

    /// The most characters of a caller's text that a page shows; a body may have a million.
    static let nameCharactersMax = 160

    /// The beginning of a long text, with an ellipsis.
    static func shortened(_ text: String) -> String {
        // Counts scalars, because one character of Swift may consist of any number of marks.
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: nameCharactersMax, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }
}
