import Glibc

/// A pipe that is not read until ``drain()``: a blocking write to it waits.
final class FullPipe: Sendable {
    let writeEnd: Int32
    private let readEnd: Int32
    /// How many bytes fill it.
    private let filling: Int

    init() {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        (readEnd, writeEnd) = (ends[0], ends[1])
        // Filled without blocking until it takes no more byte.
        let flags = fcntl(ends[1], F_GETFL)
        _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
        var count = 0
        while true {
            let taken = write(ends[1], [UInt8](repeating: 0x2E, count: 4_096), 4_096)
            if taken <= 0 { break }
            count += taken
        }
        _ = fcntl(ends[1], F_SETFL, flags)
        filling = count
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Removes the bytes that fill it, so that there is room again.
    func drain() {
        _ = read(count: filling)
    }

    /// Waits for this many bytes; fewer if the next one does not come within a minute.
    func read(count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, hasBytes(within: 60_000) {
            var block = [UInt8](repeating: 0, count: count - bytes.count)
            let taken = Glibc.read(readEnd, &block, block.count)
            guard taken > 0 else { break }
            bytes += block[..<taken]
        }
        return bytes
    }

    /// Waits for bytes; empty if none comes within ten seconds.
    func readSome() -> [UInt8] {
        guard hasBytes(within: 10_000) else { return [] }
        var block = [UInt8](repeating: 0, count: 65_536)
        return Array(block[..<max(0, Glibc.read(readEnd, &block, block.count))])
    }

    /// Whether there are bytes to read within this many milliseconds.
    func hasBytes(within milliseconds: Int32 = 0) -> Bool {
        var ready = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, milliseconds) == 1
    }
}
