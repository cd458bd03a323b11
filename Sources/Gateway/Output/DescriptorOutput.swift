import Glibc

/// Writes to an open file, a terminal or a pipe, which another process may have set to block or not to.
enum DescriptorOutput {
    /// Writes bytes. Returns those that were not taken; then `errno` is the system's error, or `EAGAIN` if there was no
    /// room for too long.
    ///
    /// - Parameter patienceMilliseconds: how long each piece may wait for room; without limit if negative.
    static func write(
        _ bytes: ArraySlice<UInt8>, to descriptor: Int32, patienceMilliseconds: Int32
    ) -> ArraySlice<UInt8> {
        var rest = bytes
        while !rest.isEmpty {
            var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&room, 1, patienceMilliseconds) == 0 {
                errno = EAGAIN
                break
            }
            // A pipe that has room has room for this much (pipe(7)). A write that may wait without limit need not be
            // cut.
            let piece = patienceMilliseconds < 0 ? rest : rest.prefix(Int(PIPE_BUF))
            let count = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        return rest
    }
}
