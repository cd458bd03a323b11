import Gateway

/// A command of the program: its words, its help, and its code.
struct Command: Sendable {
    /// Which settings a command takes as flags.
    enum Flags {
        case none
        /// `--config` and `--database`.
        case database
        /// Also `--host` and `--port`, the address of the gateway to ask.
        case address
        /// Every setting.
        case all
    }

    /// `keys create`.
    let name: String
    /// The text after the name, such as `ID`; one element for each way to call it.
    var usage: [String] = [""]
    /// One line, for lists of commands.
    let summary: String
    /// A longer description, if the summary is not enough.
    var text = ""
    /// Its own options in the form of the help, with a sentence for each.
    var options: [(form: String, sentence: String)] = []
    var flags = Flags.database
    /// Its exit codes besides success and wrong use.
    var exits: [ExitCode] = [.database, .unprinted]
    let example: String
    let run: @Sendable (inout Invocation) throws(Refusal) -> Void

    /// The words of the name.
    var words: [String] { name.split(separator: " ").map { String($0) } }

    /// The names of its options and flags: `client-id`.
    var optionNames: [String] {
        let own = options.map { option in String(option.form.dropFirst(2).prefix { $0 != " " }) }
        return own + Self.flags(flags).map { String($0.form.dropFirst(2).prefix { $0 != " " }) } + ["help"]
    }

    /// What `--help` prints.
    var help: [String] {
        var lines = usage.map { usage in "Usage: checkout-gateway \(name)" + (usage.isEmpty ? "" : " \(usage)") }
        lines += ["", "\(summary.prefix(1).uppercased())\(summary.dropFirst())."]
        if !text.isEmpty { lines += [text] }
        let options = self.options + Self.flags(flags)
        if !options.isEmpty {
            lines += ["", "Options:"]
            for option in options { lines += ["  \(option.form)", "      \(option.sentence)"] }
        }
        if flags == .all { lines += ["", Self.wherefrom] }
        lines += ["", "Exit codes:"]
        for code in [.success, .usage] + exits { lines.append("  \(String(code.rawValue).padded(4))\(code.meaning)") }
        return lines + ["", "Example:", "  \(example)"]
    }

    private static let wherefrom = """
        Each flag also exists as an environment variable, such as CHECKOUT_PORT, and as a member of the file, such as "port".
        Flags override the environment, the environment overrides the file, and the file overrides the default.
        """

    private static func flags(_ flags: Flags) -> [(form: String, sentence: String)] {
        let config = ("--config FILE", "JSON file with settings, credentials and catalogue (CHECKOUT_CONFIG).")
        switch flags {
        case .none: return []
        case .database: return [config, line(of: AnySetting(.database))]
        case .address:
            let listens = "(default: where the gateway that serves the database listens)."
            return [
                config, ("\(AnySetting(.host).flag) VALUE", "Host of the gateway to ask \(listens)"),
                ("\(AnySetting(.port).flag) VALUE", "Port of the gateway to ask \(listens)"),
                line(of: AnySetting(.database)),
            ]
        case .all: return [config] + AnySetting.all.map(line)
        }
    }

    private static func line(of setting: AnySetting) -> (form: String, sentence: String) {
        var defaultText = setting.defaultText.isEmpty ? "" : "; default \(setting.defaultText)"
        if let other = setting.sandboxDefault { defaultText += ", in a sandbox \(other)" }
        return ("\(setting.flag) VALUE    (\(setting.range)\(defaultText))", setting.sentence)
    }
}

extension ExitCode {
    /// The meaning of the code, for the help.
    fileprivate var meaning: String {
        switch self {
        case .success: "Success."
        case .usage: "Wrong arguments or settings."
        case .notFound: "What the command names does not exist, or its state does not allow the command."
        case .unavailable: "The gateway cannot listen on the address, or no ready gateway answers there."
        case .database: "The database cannot be used."
        case .unprinted: "The result could not be printed."
        case .undelivered: "The endpoint did not take the event."
        case .busy: "Another gateway serves the database."
        }
    }
}
