import Glibc
import Providers

@testable import Command
@testable import Gateway

extension Program {
    /// The program with all providers and an empty environment.
    static let ofTests = Program(
        Dependencies(
            providers: Registry.providers, clock: SystemClock(),
            console: Console(output: STDOUT_FILENO, errors: STDERR_FILENO), environment: [:], programPath: nil))
}

extension Invocation {
    init(_ arguments: [String]) throws(Refusal) {
        try self.init(arguments, of: .ofTests)
    }
}
