import Checkout
import Pages
import Wire

/// Sessions as a table for a terminal.
struct SessionTable: Sendable {
    /// The cells of a session.
    typealias Row = [String]

    private let accounts: [AccountID: String]
    private let providers: [any Provider]
    private let now: Timestamp

    private static let columns = ["CREATED", "PROVIDER", "ID", "STATUS", "AMOUNT", "EXPIRES", "ACCOUNT"]

    init(accounts: [Account], of providers: [any Provider], at now: Timestamp) {
        self.providers = providers
        self.accounts = Dictionary(accounts.map { ($0.id, $0.name) }) { first, _ in first }
        self.now = now
    }

    /// The cells of a session. The id is the one that the provider's callers know.
    func row(of session: CheckoutSession) -> Row {
        let provider = providers.first { type(of: $0).name == session.provider }
        return [
            Self.text(session.createdAt), session.provider.text,
            provider?.pageFacts(of: session).publicID ?? UUIDText.encode(session.id.bits),
            "\(session.status(at: now))", Self.amount(of: session), session.expiresAt.map { Self.text($0) } ?? "-",
            accounts[session.account] ?? "\(session.account.value)",
        ]
    }

    /// The names of the columns, then the rows, with each column as wide as its longest cell.
    static func lines(_ rows: [Row]) -> [String] {
        TextTable.lines(columns, rows)
    }

    /// The moment to the second, because people read the list.
    private static func text(_ moment: Timestamp) -> String {
        moment.rfc3339(.milliseconds).prefix { $0 != "." } + "Z"
    }

    private static func amount(of session: CheckoutSession) -> String {
        guard let units = session.amount else { return "-" }
        guard let currency = session.currency else { return "\(units)" }
        return Money(units: units, currency: currency).codedText
    }
}
