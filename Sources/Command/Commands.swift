import Checkout
import Gateway

/// All commands in their groups, and the search for one by its words.
struct Commands: Sendable {
    /// The providers that the help names.
    let providers: [any Provider.Type]

    init(_ providers: [any Provider.Type]) {
        self.providers = providers
    }

    /// The names of the providers, for sentences.
    var providerNames: String { providers.map { $0.name.text }.joined(separator: ", ") }

    /// Commands that begin with the same word.
    struct Group {
        let name: String
        /// The subject of the commands, in one line.
        let summary: String
        let commands: [Command]

        /// What `--help` prints.
        var help: [String] {
            ["Usage: checkout-gateway \(name) COMMAND [OPTIONS]", "", summary, ""] + Commands.list(commands)
                + ["", "For the options of a command and an example, run: checkout-gateway \(name) COMMAND --help"]
        }
    }

    /// The command or group that the words of an invocation name.
    enum Found {
        case command(Command)
        case group(Group)
    }

    var groups: [Group] { [keys, sessions, Self.webhooks, Self.config] }

    /// In the order in which the help lists them.
    var all: [Command] {
        [Self.serve, Self.health] + keys.commands + sessions.commands + [Self.listen] + Self.webhooks.commands
            + Self.config.commands + [Self.routes, version, Self.help]
    }

    /// The command or group with these words. If no name matches, throws a ``Refusal`` that suggests a similar one.
    func find(_ words: [String]) throws(Refusal) -> Found {
        if let command = all.first(where: { words.starts(with: $0.words) }) { return .command(command) }
        guard let first = words.first else { throw Refusal(.usage, "a command is missing; see checkout-gateway help.") }
        let group = groups.first { $0.name == first }
        if let group, words.count == 1 { return .group(group) }
        let given = words.prefix(group == nil ? 1 : 2).joined(separator: " ")
        // The suggestion for `lst` has to be `sessions list`, not `list`.
        let names = group.map { $0.commands.map(\.name) } ?? all.map(\.name) + groups.map(\.name)
        let near =
            Nearness.nearest(to: given, among: names)
            ?? Nearness.nearest(to: words.joined(separator: " "), among: names)
        let advice =
            near.map { "Did you mean `\($0)`?" } ?? "See checkout-gateway help\(group.map { " \($0.name)" } ?? "")."
        throw Refusal(.usage, "there is no command \"\(given)\". \(advice)")
    }

    /// What `checkout-gateway help` prints.
    var overview: [String] {
        [
            "checkout-gateway answers the create-checkout-session call of each billing provider in the provider's dialect.",
            "",
            "Usage: checkout-gateway COMMAND [OPTIONS]", "",
        ] + Self.list(all) + [
            "", "For a command's options, exit codes and an example, run: checkout-gateway COMMAND --help",
        ]
    }

    private static func list(_ commands: [Command]) -> [String] {
        let width = (commands.map(\.name.count).max() ?? 0) + 2
        return commands.map { "  \($0.name.padded(width))\($0.summary)" }
    }
}

/// Finds the word that a misspelled word may stand for.
enum Nearness {
    /// The word with the fewest slips in the given one; nil if even that has more than one slip in three letters.
    static func nearest(to given: String, among words: [String]) -> String? {
        let near = words.map { (word: $0, slips: slips(given, $0)) }.min { $0.slips < $1.slips }
        return near.flatMap { $0.slips <= max(1, $0.word.count / 3) ? $0.word : nil }
    }

    /// How many letters have to be inserted, removed, replaced or swapped with their neighbour (Damerau and
    /// Levenshtein).
    static func slips(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.utf8.prefix(64)), Array(second.utf8.prefix(64)))
        var rows = [Array(0...second.count)]
        for (index, letter) in first.enumerated() {
            var row = [index + 1]
            for (other, wanted) in second.enumerated() {
                var slips = min(
                    rows[index][other + 1] + 1, row[other] + 1, rows[index][other] + (letter == wanted ? 0 : 1))
                if index > 0, other > 0, letter == second[other - 1], first[index - 1] == wanted {
                    slips = min(slips, rows[index - 1][other - 1] + 1)
                }
                row.append(slips)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}
