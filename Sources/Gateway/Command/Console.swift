import Glibc

/// Standard output and standard error, whole lines at a time.
enum Console {
    /// Writes a line to standard output. Throws a ``Refusal`` where not all of it could be written: whoever waits for a
    /// result does not have it.
    static func print(_ line: String) throws(Refusal) {
        guard write(line, to: STDOUT_FILENO, patienceMilliseconds: -1) else {
            throw Refusal(.unprinted, "standard output cannot be written: \(TextFile.reason(errno))")
        }
    }

    /// As ``print(_:)-(String)``, of several.
    static func print(_ lines: [String]) throws(Refusal) {
        try print(lines.joined(separator: "\n"))
    }

    /// Writes a line to standard error. Where nobody reads that for a second the line is dropped: neither a commit nor the
    /// stop waits for whoever might be told of it.
    static func complain(_ line: String) {
        write(line, to: STDERR_FILENO, patienceMilliseconds: 1_000)
    }

    /// False, with `errno` set where the system refused it, where not all of the line was written.
    ///
    /// - Parameter patienceMilliseconds: how long each piece may wait for room; below 0: for ever.
    @discardableResult
    static func write(_ line: String, to descriptor: Int32, patienceMilliseconds: Int32) -> Bool {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&room, 1, patienceMilliseconds) == 0 { return false }
            // A pipe that has room has room for this much (pipe(7)).
            let piece = rest.prefix(Int(PIPE_BUF))
            let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
