import Checkout
import Glibc
import Providers

/// The program: its words, and what each does.
package enum Program {
    static let providers = Registry.providers
    static let providerTypes = Registry.providers.map { type(of: $0) as any Provider.Type }

    /// The provider that an option names. Throws a ``Refusal`` that lists those that there are.
    static func provider(named name: String) throws(Refusal) -> any Provider.Type {
        if let known = providerTypes.first(where: { $0.name.text == name }) { return known }
        let names = providerTypes.map { $0.name.text }.joined(separator: ", ")
        throw Refusal(.usage, "there is no provider \"\(name)\"; there are \(names).")
    }

    /// Does what the arguments say and returns how it ended. `serve` returns when the gateway has stopped.
    package static func run(_ arguments: [String]) -> ExitCode {
        StandardDescriptors.occupy()
        FatalSignals.ignore()
        do throws(Refusal) {
            try perform(arguments)
            return .success
        } catch {
            for line in error.sentence.split(separator: "\n") { Console.complain("checkout-gateway: \(line)") }
            return error.code
        }
    }

    private static func perform(_ arguments: [String]) throws(Refusal) {
        var invocation = try Invocation(arguments)
        if invocation.take("help") != nil || arguments.isEmpty || invocation.words == ["help"] {
            try Console.print(HelpText.whole)
            if arguments.isEmpty { throw Refusal(.usage, "a command is missing.") }
            return
        }
        if invocation.take("version") != nil || invocation.words == ["version"] {
            return try Console.print("checkout-gateway \(Version.text)")
        }
        let command = Array(invocation.words.prefix(2))
        switch (command.first, command.dropFirst().first) {
        case ("serve", nil): try ServeCommand.run(&invocation)
        case ("routes", nil):
            try invocation.finish(words: 1)
            try Console.print(HelpText.routes(providerTypes))
        case ("health", nil): try HealthCommand.run(&invocation)
        case ("keys", "create"): try KeysCommand.create(&invocation)
        case ("keys", "list"): try KeysCommand.list(&invocation)
        case ("keys", "revoke"): try KeysCommand.revoke(&invocation)
        case ("sessions", "list"): try SessionsCommand.list(&invocation)
        case ("sessions", "show"): try SessionsCommand.show(&invocation)
        case ("sessions", "timeline"): try SessionsCommand.timeline(&invocation)
        case ("sessions", "complete"): try SessionsCommand.end(&invocation, .complete)
        case ("sessions", "expire"): try SessionsCommand.end(&invocation, .expire)
        case ("sessions", "cancel"): try SessionsCommand.end(&invocation, .cancel)
        case ("config", "check"): try ConfigCommand.check(&invocation)
        case ("config", "show"): try ConfigCommand.show(&invocation)
        case ("config", "table"):
            try invocation.finish(words: 2)
            try Console.print(HelpText.settingsTable)
        default:
            throw Refusal(
                .usage, "there is no command \"\(command.joined(separator: " "))\"; see checkout-gateway help.")
        }
    }

    /// The settings that the rest of an invocation names, its options thereby used up.
    static func settings(_ invocation: inout Invocation) throws(Refusal) -> Settings {
        let path = invocation.take("config")
        var flags: [String: String] = [:]
        for knob in Knob.all {
            if let value = invocation.take(knob.name) { flags[knob.name] = value }
        }
        do throws(SettingsFaults) {
            return try SettingsReader.read(
                flags: flags, environment: environment(), path: path, providers: providerTypes)
        } catch {
            throw Refusal(.usage, error.description)
        }
    }

    private static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}
