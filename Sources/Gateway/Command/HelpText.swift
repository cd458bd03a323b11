import Checkout
import Providers
import Wire

/// What the program says of itself. The settings come from their one table.
enum HelpText {
    static let usage = """
        checkout-gateway answers the create-checkout-session call of each billing provider in the provider's dialect.

        Usage: checkout-gateway COMMAND [OPTIONS]

          serve                    run the gateway; without a configuration file it is a sandbox
          keys create              make a test credential and print it once, while no gateway serves the database
              --provider NAME [--kind token|api_key|publishable] [--account NAME] [--access read|write]
              [--client-id UUID] [--label TEXT]
              [--create-database]  make the database, too, where there is none
          keys create --admin      make one for the gateway's own API, below /gateway/v1
              [--account NAME] [--label TEXT] [--create-database]
          keys list [--sandbox]    list credentials; with --sandbox, print the sandbox's again with a curl line each
          keys revoke ID           end a credential, while no gateway serves the database
          sessions list            newest first  [--provider NAME] [--status STATUS] [--limit N]
          sessions show ID         one session, by any of its ids or its page's token
          sessions timeline ID     what happened to it, in its order
          sessions complete|expire|cancel ID
                                   end one, while no gateway serves the database; one that does has the API for it
          config check             read all settings, and say what is wrong with them
          config show              print the settings in force and where each comes from
          health                   ask the running gateway on this machine whether it is ready
          config table             print the table of settings that the README has
          routes                   print every route
          version                  print the version
          help                     print this text

        Options of serve and config (the same words name environment variables, as in CHECKOUT_PORT, and members of
        the file, as in "port"; flags win over environment, environment over file, file over default):

          --config FILE
              JSON file with settings, credentials and catalogue (CHECKOUT_CONFIG).
        """

    /// Everything, with a paragraph for each setting.
    static var whole: String {
        var lines = [usage]
        for knob in Knob.all {
            var standard = knob.standard.isEmpty ? "" : "; default \(knob.standard)"
            if let other = knob.sandboxStandard { standard += ", in a sandbox \(other)" }
            lines.append("  \(knob.flag) VALUE    (\(knob.range)\(standard))\n      \(knob.sentence)")
        }
        lines.append(
            """

            The other commands take --config and --database as well. Wrong use ends with 64, a database that cannot be
            used with 73, one that another gateway has with 75, an address that is taken with 69, a result that cannot be
            printed with 74.
            """)
        return lines.joined(separator: "\n")
    }

    /// The settings as a table in Markdown, which the README has.
    static var settingsTable: String {
        var lines = ["| Setting | Flag | Default | May be | |", "|---|---|---|---|---|"]
        for knob in Knob.all {
            var standard = knob.standard.isEmpty ? "" : "`\(knob.standard)`"
            if let other = knob.sandboxStandard { standard += ", in a sandbox `\(other)`" }
            lines.append("| `\(knob.name)` | `\(knob.flag)` | \(standard) | \(knob.range) | \(knob.sentence) |")
        }
        return lines.joined(separator: "\n")
    }

    /// What the gateway answers in its own name beside its API: the pages, and what those who run it ask.
    static let otherRoutes = [
        ("GET", "/checkout/{token}"), ("POST", "/checkout/{token}"), ("GET", "/checkout"), ("POST", "/checkout"),
        ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/openapi/{name}.yaml"),
    ]

    /// One line a route: method, path on its own and below the provider's prefix.
    static func routes(_ providers: [any Provider.Type]) -> [String] {
        var lines: [String] = []
        for provider in providers {
            for route in provider.routes {
                let method = "\(route.method.name)"
                lines.append(
                    "\(provider.name.text.padded(10)) \(method.padded(5)) \(route.path.padded(40)) /\(provider.name)\(route.path)"
                )
            }
        }
        for (method, path) in AdminAPI.lines {
            lines.append("\("gateway".padded(10)) \("\(method.name)".padded(5)) \(path)")
        }
        for (method, path) in otherRoutes { lines.append("\("gateway".padded(10)) \(method.padded(5)) \(path)") }
        return lines
    }
}

extension String {
    /// The text and blanks up to a width.
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
