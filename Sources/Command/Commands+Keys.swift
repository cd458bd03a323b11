import Gateway

extension Commands {
    var keys: Group {
        Group(
            name: "keys",
            summary: "Make, list and revoke credentials in the database, not those of a configuration file.",
            commands: [
                Command(
                    name: "keys create",
                    usage: ["--provider NAME [OPTIONS]", "--admin [--account NAME] [--label TEXT]"],
                    summary: "make a test credential and print it once",
                    text: """
                        Only its SHA-256 is stored. With --admin it is a credential for the gateway's own API, below /gateway/v1.
                        Stop the gateway that serves the database first, because only that may write to it.
                        """,
                    options: [
                        ("--provider NAME", "The provider: \(providerNames)."),
                        (
                            "--kind token|api_key|publishable",
                            "The kind of credential (default: the kind that the provider's calls show most)."
                        ),
                        ("--admin", "Make a credential for the gateway's own API instead."),
                        (
                            "--account NAME",
                            "The account that its sessions belong to (default: \(AccountName.defaultName))."
                        ),
                        ("--access read|write", "The access that it gives (default: write)."),
                        (
                            "--client-id UUID",
                            "The id that callers send beside the secret, if the provider's calls have one."
                        ),
                        ("--label TEXT", "A text that `keys list` shows beside it."),
                        ("--create-database", "Make the database if it does not exist."),
                    ],
                    exits: [.database, .unprinted, .busy],
                    example: "checkout-gateway keys create --provider duro --account shop --database shop.db"
                ) { (invocation) throws(Refusal) in try KeysCommand.create(&invocation) },
                Command(
                    name: "keys list", usage: ["[--sandbox] [OPTIONS]"],
                    summary: "list credentials, without their secrets",
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
                    name: "keys revoke", usage: ["ID [OPTIONS]"], summary: "revoke a credential",
                    text: """
                        ID is the one that `keys list` shows. Stop the gateway that serves the database first, because only that
                        may write to it.
                        """,
                    exits: [.notFound, .database, .unprinted, .busy],
                    example: "checkout-gateway keys revoke 3 --database shop.db"
                ) { (invocation) throws(Refusal) in try KeysCommand.revoke(&invocation) },
            ])
    }
}
