import Glibc

/// Writes whole lines to standard output and standard error. Text in them that others wrote cannot control a terminal
/// (``TerminalText``).
package struct Console: Sendable {
    /// The descriptor of standard output.
    let output: Int32
    /// The descriptor of standard error.
    private let errors: Int32

    /// - Parameters:
    ///   - output: the descriptor of standard output.
    ///   - errors: the descriptor of standard error.
    package init(output: Int32, errors: Int32) {
        self.output = output
        self.errors = errors
    }

    /// Writes a line to standard output. Throws a ``Refusal`` if the line could not be written whole, because the
    /// caller has no result then.
    package func print(_ line: String) throws(Refusal) {
        guard Self.write(line, to: output, patienceMilliseconds: -1) else {
            throw Refusal(.unprinted, "standard output cannot be written: \(TextFile.reason(errno))")
        }
    }

    /// As ``print(_:)-(String)``, for several lines.
    package func print(_ lines: [String]) throws(Refusal) {
        try print(lines.joined(separator: "\n"))
    }

    /// Writes a line to standard error. If nothing reads standard error for a second, the line is dropped, because
    /// neither a commit nor the stop may wait for a reader.
    package func complain(_ line: String) {
        Self.write(line, to: errors, patienceMilliseconds: 1_000)
    }

    /// Writes a line. Returns false if not all of it was written; then `errno` is the system's error.
    ///
    /// - Parameter patienceMilliseconds: how long each piece may wait for room; without limit if negative.
    @discardableResult
    static func write(_ line: String, to descriptor: Int32, patienceMilliseconds: Int32) -> Bool {
        let bytes = Array((TerminalText.visible(line) + "\n").utf8)
        return DescriptorOutput.write(bytes[...], to: descriptor, patienceMilliseconds: patienceMilliseconds).isEmpty
    }
}
