import Glibc

/// Standard output and standard error, whole lines at a time. Whatever a line repeats of what somebody else wrote, it
/// does nothing to a terminal (``TerminalText``).
package enum Console {
    /// Writes a line to standard output. Throws a ``Refusal`` where not all of it could be written: whoever waits for a
    /// result does not have it.
    package static func print(_ line: String) throws(Refusal) {
        guard write(line, to: STDOUT_FILENO, patienceMilliseconds: -1) else {
            throw Refusal(.unprinted, "standard output cannot be written: \(TextFile.reason(errno))")
        }
    }

    /// As ``print(_:)-(String)``, of several.
    package static func print(_ lines: [String]) throws(Refusal) {
        try print(lines.joined(separator: "\n"))
    }

    /// Writes a line to standard error. Where nobody reads that for a second the line is dropped: neither a commit nor the
    /// stop waits for whoever might be told of it.
    package static func complain(_ line: String) {
        write(line, to: STDERR_FILENO, patienceMilliseconds: 1_000)
    }

    /// False, with `errno` set where the system refused it, where not all of the line was written.
    ///
    /// - Parameter patienceMilliseconds: how long each piece may wait for room; below 0: for ever.
    @discardableResult
    static func write(_ line: String, to descriptor: Int32, patienceMilliseconds: Int32) -> Bool {
        let bytes = Array((TerminalText.visible(line) + "\n").utf8)
        return DescriptorOutput.write(bytes[...], to: descriptor, patienceMilliseconds: patienceMilliseconds).isEmpty
    }
}
