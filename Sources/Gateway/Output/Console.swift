import Glibc

/// Writes whole lines to standard output and standard error. Text in them that others wrote cannot control a terminal
/// (``TerminalText``).
package enum Console {
    /// Writes a line to standard output. Throws a ``Refusal`` if the line could not be written whole, because the
    /// caller has no result then.
    package static func print(_ line: String) throws(Refusal) {
        guard write(line, to: STDOUT_FILENO, patienceMilliseconds: -1) else {
            throw Refusal(.unprinted, "standard output cannot be written: \(TextFile.reason(errno))")
        }
    }

    /// As ``print(_:)-(String)``, for several lines.
    package static func print(_ lines: [String]) throws(Refusal) {
        try print(lines.joined(separator: "\n"))
    }

    /// Writes a line to standard error. If nothing reads standard error for a second, the line is dropped, because
    /// neither a commit nor the stop may wait for a reader.
    package static func complain(_ line: String) {
        write(line, to: STDERR_FILENO, patienceMilliseconds: 1_000)
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
