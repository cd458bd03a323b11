import Checkout
package import Gateway

/// The program: does what its arguments say.
package struct Program: Sendable {
    let dependencies: Dependencies
    let commands: Commands

    /// - Parameter dependencies: what the commands use of this process.
    package init(_ dependencies: Dependencies) {
        self.dependencies = dependencies
        commands = Commands(dependencies.types)
    }

    /// Does what the arguments say, and returns the exit code. `serve` returns when the gateway has stopped.
    package func run(_ arguments: [String]) -> Int32 {
        StandardDescriptors.occupy()
        FatalSignals.ignore()
        do throws(Refusal) {
            try perform(arguments)
            return ExitCode.success.rawValue
        } catch {
            error.tell(dependencies)
            return error.code.rawValue
        }
    }

    private func perform(_ arguments: [String]) throws(Refusal) {
        let console = dependencies.console
        var invocation = try Invocation(arguments, of: self)
        if invocation.words.isEmpty, invocation.take("version") != nil { return try commands.version.run(&invocation) }
        let asksForHelp = invocation.take("help") != nil
        guard !invocation.words.isEmpty else {
            if asksForHelp { return try console.print(commands.overview) }
            try invocation.finish(words: 0)
            throw Refusal(.usage, "a command is missing.", help: commands.overview)
        }
        if asksForHelp { return try console.print(commands.help(of: invocation.words)) }
        switch try commands.find(invocation.words) {
        case .command(let command): try command.run(&invocation)
        case .group(let group): throw Refusal(.usage, "`\(group.name)` needs a command after it.", help: group.help)
        }
    }
}

extension Invocation {
    /// Standard output and standard error.
    var console: Console { program.dependencies.console }

    /// The machine's clocks.
    var clock: any Clock { program.dependencies.clock }

    /// The type of each provider.
    var types: [any Provider.Type] { program.dependencies.types }

    /// The provider that an option names. Throws a ``Refusal`` that lists the providers.
    func provider(named name: String) throws(Refusal) -> any Provider.Type {
        if let known = types.first(where: { $0.name.text == name }) { return known }
        throw Refusal(
            .usage, "there is no provider \"\(name)\"; choose one of \(program.commands.providerNames).")
    }

    /// The settings for this invocation. Takes the options that are settings.
    mutating func settings() throws(Refusal) -> Settings {
        let path = take("config")
        var flags: [String: String] = [:]
        for setting in AnySetting.all {
            if let value = take(setting.name) { flags[setting.name] = value }
        }
        do throws(SettingsFaults) {
            return try SettingsReader.read(
                flags: flags, environment: program.dependencies.environment, path: path, providers: types)
        } catch {
            throw Refusal(.usage, error.description)
        }
    }
}
