import Checkout
import Gateway
import Glibc
import Providers

/// The program: runs the command that its arguments name.
package enum Program {
    /// The provider that an option names. Throws a ``Refusal`` that lists all providers.
    static func provider(named name: String) throws(Refusal) -> any Provider.Type {
        if let known = Registry.types.first(where: { $0.name.text == name }) { return known }
        throw Refusal(.usage, "there is no provider \"\(name)\"; choose one of \(providerNames).")
    }

    /// The names of all providers, for sentences.
    static let providerNames = Registry.types.map { $0.name.text }.joined(separator: ", ")

    /// Runs the command that the arguments name and returns the exit code. `serve` returns when the gateway has
    /// stopped.
    package static func run(_ arguments: [String]) -> Int32 {
        StandardDescriptors.occupy()
        FatalSignals.ignore()
        do throws(Refusal) {
            try perform(arguments)
            return ExitCode.success.rawValue
        } catch {
            error.tell()
            return error.code.rawValue
        }
    }

    private static func perform(_ arguments: [String]) throws(Refusal) {
        var invocation = try Invocation(arguments)
        if invocation.words.isEmpty, invocation.take("version") != nil { return try Commands.version.run(&invocation) }
        let asksForHelp = invocation.take("help") != nil
        guard !invocation.words.isEmpty else {
            if asksForHelp { return try Console.print(Commands.overview) }
            try invocation.finish(words: 0)
            throw Refusal(.usage, "a command is missing.", help: Commands.overview)
        }
        if asksForHelp { return try Console.print(Commands.helpOf(invocation.words)) }
        switch try Commands.find(invocation.words) {
        case .command(let command): try command.run(&invocation)
        case .group(let group): throw Refusal(.usage, "`\(group.name)` needs a command after it.", help: group.help)
        }
    }

    /// The settings in the remaining options of an invocation, which then count as known.
    static func settings(_ invocation: inout Invocation) throws(Refusal) -> Settings {
        let path = invocation.take("config")
        var flags: [String: String] = [:]
        for setting in AnySetting.all {
            if let value = invocation.take(setting.name) { flags[setting.name] = value }
        }
        do throws(SettingsFaults) {
            return try SettingsReader.read(
                flags: flags, environment: environment(), path: path, providers: Registry.types)
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
