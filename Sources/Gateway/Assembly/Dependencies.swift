package import Checkout

/// What the program uses of the process in which it runs, and the providers that it serves. The main file makes it; no
/// other code reads any of it by itself, so that a test can give something else.
package struct Dependencies: Sendable {
    /// Every provider that the gateway serves.
    package let providers: [any Provider]
    /// The machine's clocks.
    package let clock: any Clock
    /// Standard output and standard error.
    package let console: Console
    /// The variables of the environment, by their names.
    package let environment: [String: String]
    /// The path of the program, without symbolic links; nil if it is not known.
    package let programPath: String?

    /// See the members.
    package init(
        providers: [any Provider], clock: any Clock, console: Console, environment: [String: String],
        programPath: String?
    ) {
        self.providers = providers
        self.clock = clock
        self.console = console
        self.environment = environment
        self.programPath = programPath
    }

    /// The type of each provider, for what does not need a request.
    package var types: [any Provider.Type] { providers.map { type(of: $0) } }

    /// The messages of a running gateway.
    package var serverLog: ServerLog { ServerLog(clock, console) }
}
