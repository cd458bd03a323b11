import Glibc

/// Standard output and standard error, whole lines at a time.
enum Console {
    /// Writes a line to standard output.
    static func print(_ line: String) {
        write(line, to: STDOUT_FILENO, patienceMilliseconds: -1)
    }

    /// Writes a line to standard error. Where nobody reads that for a second the line is dropped: neither a commit nor the
    /// stop waits for whoever might be told of it.
    static func complain(_ line: String) {
        write(line, to: STDERR_FILENO, patienceMilliseconds: 1_000)
    }

    /// - Parameter patienceMilliseconds: how long each piece may wait for room; below 0: for ever.
    static func write(_ line: String, to descriptor: Int32, patienceMilliseconds: Int32) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&room, 1, patienceMilliseconds) == 0 { return }
            // A pipe that has room has room for this much (pipe(7)).
            let piece = rest.prefix(Int(PIPE_BUF))
            let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
