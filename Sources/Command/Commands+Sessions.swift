import Checkout
import Gateway
import Pages

extension Commands {
    static let sessions = Group(
        name: "sessions",
        summary: "Looks at checkout sessions, also while a gateway serves the database, and changes them.",
        commands: [
            list, show, timeline,
            changing(
                "complete", "pay for a session, as its customer would"
            ) { (invocation) throws(Refusal) in try SessionsCommand.end(&invocation, .complete) },
            changing(
                "process", "leave a payment waiting for its bank, as 3-D Secure does"
            ) { (invocation) throws(Refusal) in try SessionsCommand.process(&invocation) },
            changing(
                "fail", "let a payment fail; the session stays open",
                options: [
                    (
                        "--reason REASON",
                        "Why it fails: \(SessionsCommand.reasons); default \(TestCard.Refusal.declined.rawValue)."
                    )
                ], like: "sessions fail 42 --reason insufficient_funds"
            ) { (invocation) throws(Refusal) in try SessionsCommand.fail(&invocation) },
            changing(
                "expire", "end a session as its time would"
            ) { (invocation) throws(Refusal) in try SessionsCommand.end(&invocation, .expire) },
            changing(
                "cancel", "cancel a session"
            ) { (invocation) throws(Refusal) in try SessionsCommand.end(&invocation, .cancel) },
        ])

    private static let list = Command(
        name: "sessions list", usage: ["[--json] [FILTERS] [OPTIONS]"], summary: "list sessions, newest first",
        text: """
            Amounts are in the currency's major unit, times in UTC. The id is the one that the provider's callers know. The
            filters are those of GET /gateway/v1/sessions; a session has to pass them all.
            """,
        options: [
            ("--json", "One JSON object a line, as the API shows a session."),
            ("--limit N", "At most so many, 1 to 1000; default 20."),
            ("--provider NAME", "Of \(Program.providerNames)."),
            ("--account NAME", "Of this account."),
            ("--status STATUS", "In this status: \(words(Status.allCases))."),
            ("--mode MODE", "For this: \(words(Mode.allCases))."),
            ("--customer TEXT", "Of the customer with this reference, email or phone."),
            ("--created-from TIME", "Made then or later: a date and time as in RFC 3339."),
            ("--created-to TIME", "Made before that."),
            ("--metadata NAME=VALUE", "With this in the metadata; may be given again."),
        ],
        example: "checkout-gateway sessions list --status open --metadata order=A-17 --database shop.db"
    ) { (invocation) throws(Refusal) in try SessionsCommand.list(&invocation) }

    private static let show = Command(
        name: "sessions show", usage: ["ID [OPTIONS]"], summary: "print a session as JSON", text: names,
        exits: [.notFound, .database, .unprinted], example: "checkout-gateway sessions show 42 --database shop.db"
    ) { (invocation) throws(Refusal) in try SessionsCommand.show(&invocation) }

    private static let timeline = Command(
        name: "sessions timeline", usage: ["ID [OPTIONS]"], summary: "print what happened to a session, in its order",
        text: names, exits: [.notFound, .database, .unprinted],
        example: "checkout-gateway sessions timeline 42 --database shop.db"
    ) { (invocation) throws(Refusal) in try SessionsCommand.timeline(&invocation) }

    private static let names = "ID is any of its ids, its number, or the token of its page."

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
                While a gateway serves the database, nobody else writes to it: ask that one, with
                POST /gateway/v1/sessions/ID/\(verb).
                """,
            options: options, exits: [.notFound, .database, .unprinted, .busy],
            example: "checkout-gateway \(example ?? "sessions \(verb) 42") --database shop.db", run: run)
    }

    private static func words(_ all: [some Any]) -> String {
        all.map { "\($0)" }.joined(separator: ", ")
    }
}
