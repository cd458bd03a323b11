import Wire

/// The messages of a running gateway to its operators: lines on standard error, each with its time (RFC 3339, UTC),
/// because many are read long after they were written.
package struct ServerLog: Sendable {
    private let clock: any Clock
    private let console: Console

    /// - Parameter clock: the machine's, even if a sandbox has put its clock forward.
    init(_ clock: any Clock, _ console: Console) {
        self.clock = clock
        self.console = console
    }

    /// Writes one sentence as a line.
    package func say(_ sentence: String) {
        console.complain(line(sentence))
    }

    /// One sentence as a line.
    func line(_ sentence: String) -> String {
        "\(clock.now.rfc3339(.milliseconds)) checkout-gateway: \(sentence)"
    }
}
