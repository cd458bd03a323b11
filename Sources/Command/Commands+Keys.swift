import Checkout
import Gateway

extension Commands {
    static let keys = Group(
        name: "keys", summary: "Credentials that the database holds; those of a configuration file are not among them.",
        commands: [
            Command(
                name: "keys create", usage: ["--provider NAME [OPTIONS]", "--admin [--account NAME] [--label TEXT]"],
                summary: "make a test credential and print it once",
                text: """
                    Only its SHA-256 is kept. With --admin it is one for the gateway's own API, below /gateway/v1. While a
                    gateway serves the database, nobody else writes to it: stop that first.
                    """,
                options: [
                    ("--provider NAME", "Whose credential it is: \(Program.providerNames)."),
                    (
                        "--kind token|api_key|publishable",
                        "What it is to the provider; default the provider's first: of Userdocks api_key, else token."
                    ),
                    ("--admin", "A credential of the gateway's own API instead."),
                    (
                        "--account NAME",
                        "The account that its sessions belong to; \(AccountName.standard) where none is given."
                    ),
                    ("--access read|write", "What it may do; default write."),
                    ("--client-id UUID", "The id of a Userdocks app, which its callers send along."),
                    ("--label TEXT", "What `keys list` shows beside it."),
                    ("--create-database", "Make the database, too, where there is none."),
                ],
                exits: [.database, .unprinted, .busy],
                example: "checkout-gateway keys create --provider duro --account shop --database shop.db"
            ) { (invocation) throws(Refusal) in try KeysCommand.create(&invocation) },
            Command(
                name: "keys list", usage: ["[--sandbox] [OPTIONS]"], summary: "list credentials, without their secrets",
                options: [
                    (
                        "--sandbox",
                        "Print the sandbox's credentials again, with their secrets and a curl line each, for the gateway that serves the database."
                    )
                ],
                flags: .address, exits: [.notFound, .database, .unprinted],
                example: "checkout-gateway keys list --sandbox --database shop.db"
            ) { (invocation) throws(Refusal) in try KeysCommand.list(&invocation) },
            Command(
                name: "keys revoke", usage: ["ID [OPTIONS]"], summary: "end a credential",
                text: """
                    ID is that of `keys list`. While a gateway serves the database, nobody else writes to it: stop that first.
                    """,
                exits: [.notFound, .database, .unprinted, .busy],
                example: "checkout-gateway keys revoke 3 --database shop.db"
            ) { (invocation) throws(Refusal) in try KeysCommand.revoke(&invocation) },
        ])
}
