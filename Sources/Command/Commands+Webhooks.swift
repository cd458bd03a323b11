import Gateway
import Webhooks

extension Commands {
    private static let types = WebhookFormat.allCases
        .map { format in "\(format.word): \(format.types.map(\.word).joined(separator: ", "))" }.joined(separator: "; ")
    private static let json = ("--json", "Print the gateway's answer as it is, on one line.")
    private static let events = (
        "--events TYPES", "The types of events, with commas between them (default: all). \(types)."
    )
    private static let waiting = (
        "--wait SECONDS", "How long to wait for the attempt, 0 to 300 (default: 20, longer than one attempt takes)."
    )
    private static let asking = """
        The command asks the gateway that serves the database, or that of --url. For the sandbox of the database it finds
        the credential by itself; otherwise name one.
        """

    static let listen = Command(
        name: "listen", usage: ["[--forward-to URL] [OPTIONS]"],
        summary: "print a running gateway's events as they happen, and forward them",
        text: """
            The first line has the secret that signs what is forwarded; it is the same at each start. Each event is sent once,
            in order, with the headers and the body that an endpoint gets; a forward that fails is printed, and not tried
            again. Nothing is stored: events that happen while the command does not run are not shown later. After a restart
            of the gateway it goes on. SIGINT or SIGTERM ends it.
            \(asking)
            """,
        options: [
            ("--forward-to URL", "Where events are sent, http or https (default: they are only printed)."),
            (
                "--format FORMAT",
                "The form of the bodies, \(WebhookFormat.words) (default: \(WebhookFormat.gateway.word))."
            ), events,
            ("--account NAME", "Only events of this account, by its name or number."),
            ("--secret SECRET", "The signing secret: \(WebhookSecret.rule)."),
            ("--json", "Print each event as a JSON object on one line, with its body."),
        ] + GatewayAccess.options,
        flags: .address, exits: [.unavailable, .database, .unprinted],
        example: "checkout-gateway listen --forward-to http://127.0.0.1:3000/hook --database shop.db"
    ) { (invocation) throws(Refusal) in try ListenCommand.run(&invocation) }

    static let webhooks = Group(
        name: "webhooks",
        summary: "Show and change the webhook endpoints of a running gateway, and what was delivered to them.",
        commands: [
            asking(
                "list", [], "list the endpoints, oldest first",
                options: [("--account NAME", "Only endpoints of this account, by its name or number.")],
                like: "webhooks list --database shop.db", WebhooksCommand.list),
            asking("show", ["ID"], "show an endpoint", like: "webhooks show we_00000000001", WebhooksCommand.show),
            asking(
                "create", ["URL"], "make an endpoint, and print its secret once",
                options: [
                    ("--account NAME", "The account whose events it gets (default: the credential's account)."),
                    ("--format FORMAT", "The form of the bodies, \(WebhookFormat.words) (default: gateway)."), events,
                    ("--description TEXT", "A text that lists show beside it."),
                ],
                like: "webhooks create https://shop.example/hook --events checkout.session.completed",
                WebhooksCommand.create),
            asking(
                "update", ["ID"], "change an endpoint, disable it, or enable it again",
                options: [
                    ("--to URL", "The URL that gets the events from now on."),
                    ("--format FORMAT", "The form of the bodies, \(WebhookFormat.words)."), events,
                    ("--description TEXT", "A text that lists show beside it."),
                    ("--state STATE", "enabled or disabled."),
                ], like: "webhooks update we_00000000001 --state enabled", WebhooksCommand.update),
            asking(
                "delete", ["ID"], "delete an endpoint", like: "webhooks delete we_00000000001", WebhooksCommand.delete),
            asking(
                "rotate", ["ID"], "give an endpoint a new secret, and print it once",
                text: "The secret before it still signs for 24 hours.", like: "webhooks rotate we_00000000001",
                WebhooksCommand.rotate),
            asking(
                "ping", ["ID"], "send a test event to an endpoint, and print the outcome", options: [waiting],
                exits: [.undelivered], like: "webhooks ping we_00000000001", WebhooksCommand.ping),
            asking(
                "recover", ["ID"], "send the failed and skipped deliveries of an endpoint again, from a time on",
                options: [("--since TIME", "A date and time as in RFC 3339.")],
                like: "webhooks recover we_00000000001 --since 2027-01-01T00:00:00Z", WebhooksCommand.recover),
            asking(
                "deliveries", [], "list deliveries, newest first",
                options: [
                    ("--limit N", "The most deliveries to list, 1 to 1000 (default: 20)."),
                    ("--endpoint ID", "Only those to this endpoint."),
                    ("--account NAME", "Only those of this account."),
                    ("--session ID", "Only those about this session."),
                    ("--state STATE", "Only those in this state: pending, delivered, failed or skipped."),
                    ("--type TYPE", "Only events of this type."),
                    ("--created-from TIME", "Only those made at this time or later; a date and time as in RFC 3339."),
                    ("--created-to TIME", "Only those made before this time."),
                ], like: "webhooks deliveries --state failed", WebhooksCommand.deliveries),
            asking(
                "delivery", ["ID"], "show a delivery with its attempts and its body", like: "webhooks delivery 7",
                WebhooksCommand.delivery),
            asking(
                "resend", ["ID"], "send a delivery again, and print what the endpoint answers",
                text: "Also one that was delivered. The id and the body stay, and the signature has the present time.",
                options: [waiting], exits: [.undelivered], like: "webhooks resend 7", WebhooksCommand.resend),
        ])

    /// A command that asks the gateway.
    ///
    /// - Parameter subject: the words after its name.
    private static func asking(
        _ verb: String, _ subject: [String], _ summary: String, text: String = "",
        options: [(form: String, sentence: String)] = [], exits: [ExitCode] = [], like example: String,
        _ run: @escaping @Sendable (inout Invocation) throws(Refusal) -> Void
    ) -> Command {
        Command(
            name: "webhooks \(verb)", usage: [(subject + ["[OPTIONS]"]).joined(separator: " ")], summary: summary,
            text: text.isEmpty ? asking : "\(text)\n\(asking)", options: options + [json] + GatewayAccess.options,
            flags: .address, exits: [.notFound, .unavailable, .database, .unprinted] + exits,
            example: "checkout-gateway \(example)", run: run)
    }
}
