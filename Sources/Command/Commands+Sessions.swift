import Checkout
import Gateway

extension Commands {
    var sessions: Group {
        Group(
            name: "sessions",
            summary:
                "List checkout sessions, show one, and change one. Reading works while a gateway serves the database.",
            commands: [list, Self.show, Self.timeline] + Self.changes)
    }

    private static let changes = [
        changing(
            "complete", "pay for a session, as its customer would"
        ) { (invocation) throws(Refusal) in try SessionsCommand.change(&invocation, .end(.complete)) },
        changing(
            "process", "leave a payment waiting for its bank, as 3-D Secure does"
        ) { (invocation) throws(Refusal) in try SessionsCommand.change(&invocation, .process) },
        changing(
            "fail", "let a payment fail; the session stays open",
            options: [
                (
                    "--reason REASON",
                    "The reason: \(SessionAction.reasons) (default: \(SessionAction.defaultReason))."
                )
            ], like: "sessions fail 42 --reason insufficient_funds"
        ) { (invocation) throws(Refusal) in try SessionsCommand.fail(&invocation) },
        changing(
            "expire", "end a session as its expiry would"
        ) { (invocation) throws(Refusal) in try SessionsCommand.change(&invocation, .end(.expire)) },
        changing(
            "cancel", "cancel a session"
        ) { (invocation) throws(Refusal) in try SessionsCommand.change(&invocation, .end(.cancel)) },
    ]

    private var list: Command {
        Command(
            name: "sessions list", usage: ["[--json] [FILTERS] [OPTIONS]"], summary: "list sessions, newest first",
            text: """
                Amounts are in the currency's major unit, times in UTC. The id is the one that the provider's callers know. The
                filters are those of GET /gateway/v1/sessions; a session has to pass all of them.
                """,
            options: [
                ("--json", "Print each session as a JSON object on one line, as the API shows it."),
                ("--limit N", "The most sessions to list, 1 to 1000 (default: 20)."),
                ("--provider NAME", "Only sessions of this provider: \(providerNames)."),
                ("--account NAME", "Only sessions of this account."),
                ("--status STATUS", "Only sessions with this status: \(Self.words(Status.allCases))."),
                ("--mode MODE", "Only sessions with this purpose: \(Self.words(Mode.allCases))."),
                ("--customer TEXT", "Only sessions of the customer with this reference, email or phone."),
                ("--created-from TIME", "Only sessions created at this time or later; a date and time as in RFC 3339."),
                ("--created-to TIME", "Only sessions created before this time."),
                ("--metadata NAME=VALUE", "Only sessions with this member in their metadata; may be repeated."),
            ],
            example: "checkout-gateway sessions list --status open --metadata order=A-17 --database shop.db"
        ) { (invocation) throws(Refusal) in try SessionsCommand.list(&invocation) }
    }

    private static let show = Command(
        name: "sessions show", usage: ["ID [OPTIONS]"], summary: "print a session as JSON", text: names,
        exits: [.notFound, .database, .unprinted], example: "checkout-gateway sessions show 42 --database shop.db"
    ) { (invocation) throws(Refusal) in try SessionsCommand.show(&invocation) }

    private static let timeline = Command(
        name: "sessions timeline", usage: ["ID [OPTIONS]"], summary: "print the events of a session in their order",
        text: names, exits: [.notFound, .database, .unprinted],
        example: "checkout-gateway sessions timeline 42 --database shop.db"
    ) { (invocation) throws(Refusal) in try SessionsCommand.timeline(&invocation) }

    private static let names = "ID is any id of the session, its number, or the token of its page."

    /// A command that changes the session that its ID names.
    private static func changing(
        _ verb: String, _ summary: String, options: [(form: String, sentence: String)] = [],
        like example: String? = nil,
        _ run: @escaping @Sendable (inout Invocation) throws(Refusal) -> Void
    ) -> Command {
        Command(
            name: "sessions \(verb)", usage: ["ID [OPTIONS]"], summary: summary,
            text: """
                \(names)
                While a gateway serves the database, only that may write to it. Use its API instead:
                POST /gateway/v1/sessions/ID/\(verb).
                """,
            options: options, exits: [.notFound, .database, .unprinted, .busy],
            example: "checkout-gateway \(example ?? "sessions \(verb) 42") --database shop.db", run: run)
    }

    private static func words(_ all: [some Any]) -> String {
        all.map { "\($0)" }.joined(separator: ", ")
    }
}
