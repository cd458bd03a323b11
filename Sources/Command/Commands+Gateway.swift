import Gateway

extension Commands {
    static let serve = Command(
        name: "serve", usage: ["[--config FILE] [OPTIONS]"],
        summary: "run the gateway; without a configuration file it is a sandbox",
        text: """
            A sandbox makes a test credential for each provider at its first start, and prints it with a curl line to paste.
            The last line of the start on standard output says where the gateway listens. Later messages go to standard
            error, each with its time. After SIGTERM or SIGINT the gateway answers the requests in flight and stops.
            """,
        flags: .all, exits: [.unavailable, .database, .busy],
        example: "checkout-gateway serve --database shop.db --port 8080"
    ) { (invocation) throws(Refusal) in try ServeCommand.run(&invocation) }

    static let health = Command(
        name: "health", summary: "ask the gateway of this database whether it is ready",
        text: """
            The command asks the gateway that serves the database, on any port. --host and --port name another gateway. If
            no gateway serves the database, it asks at the address of the settings.
            """,
        flags: .address, exits: [.unavailable, .unprinted],
        example: "checkout-gateway health --database shop.db"
    ) { (invocation) throws(Refusal) in try HealthCommand.run(&invocation) }

    static let config = Group(
        name: "config", summary: "Read the settings from flags, environment and file, as serve does.",
        commands: [
            Command(
                name: "config check", usage: ["[--config FILE] [OPTIONS]"],
                summary: "check all settings, and report every fault", flags: .all, exits: [.unprinted],
                example: "checkout-gateway config check --config shop.json"
            ) { (invocation) throws(Refusal) in try ConfigCommand.check(&invocation) },
            Command(
                name: "config show", usage: ["[--config FILE] [OPTIONS]"],
                summary: "print each setting's value and its source", text: "Secrets are not printed.",
                flags: .all, exits: [.unprinted], example: "CHECKOUT_PORT=9000 checkout-gateway config show"
            ) { (invocation) throws(Refusal) in try ConfigCommand.show(&invocation) },
            Command(
                name: "config table", summary: "print the table of settings of the documentation", flags: .none,
                exits: [.unprinted], example: "checkout-gateway config table"
            ) { (invocation) throws(Refusal) in
                try invocation.finish(words: 2)
                try invocation.console.print(HelpText.settingsTable)
            },
        ])

    static let routes = Command(
        name: "routes", summary: "print every route", flags: .none, exits: [.unprinted],
        example: "checkout-gateway routes"
    ) { (invocation) throws(Refusal) in
        try invocation.finish(words: 1)
        try invocation.console.print(HelpText.routes(invocation.types))
    }

    var version: Command { Self.version }

    private static let version = Command(
        name: "version", summary: "print the version", flags: .none, exits: [.unprinted],
        example: "checkout-gateway version"
    ) { (invocation) throws(Refusal) in
        try invocation.finish(words: 1)
        try invocation.console.print("checkout-gateway \(Version.text)")
    }

    static let help = Command(
        name: "help", usage: ["[COMMAND]"], summary: "list the commands, or describe one", flags: .none,
        exits: [.unprinted], example: "checkout-gateway help keys create"
    ) { (invocation) throws(Refusal) in
        let words = Array(invocation.words.dropFirst())
        try invocation.finish(words: invocation.words.count)
        let commands = invocation.program.commands
        try invocation.console.print(words.isEmpty ? commands.overview : commands.help(of: words))
    }

    /// The help of the command or group with these words.
    func help(of words: [String]) throws(Refusal) -> [String] {
        switch try find(words) {
        case .command(let command): command.help
        case .group(let group): group.help
        }
    }
}

/// The version of the program, as `checkout-gateway version` prints it.
enum Version {
    /// Three numbers with dots between them (Semantic Versioning 2.0.0).
    static let text = "0.1.0"
}
