import Glibc

/// Writes whole lines to a file, a terminal or a pipe.
///
/// The gateway goes on serving if a write fails. The lost lines are counted. A line that was cut in two is ended before
/// the next one, so that every other line can be read.
struct LineWriter: Sendable {
    /// Takes bytes, and returns those that it has not taken.
    private let take: @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>
    /// Whether the last byte that was taken is not a line feed.
    private var isCut = false
    /// `errno` of the last write that was not taken whole.
    private(set) var systemError: Int32 = 0

    init(_ take: @escaping @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>) {
        self.take = take
    }

    /// - Parameters:
    ///   - descriptor: where lines go; the caller closes it.
    ///   - isGivenUp: asked from time to time while there is no room: whether to give up the rest.
    init(descriptor: Int32, isGivenUp: @escaping @Sendable () -> Bool = { false }) {
        // A file has room at once or not at all. In a pipe, a blocking write longer than its room would not return.
        let patience: Int32 = Self.isFile(descriptor) ? -1 : 100
        self.init { bytes in
            var rest = bytes
            repeat {
                rest = DescriptorOutput.write(rest, to: descriptor, patienceMilliseconds: patience)
            } while !rest.isEmpty && errno == EAGAIN && !isGivenUp()
            return rest
        }
    }

    private static func isFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Writes lines, each with its line feed, and waits for a slow reader. Returns how many were not taken whole.
    mutating func write(_ lines: [UInt8]) -> Int {
        if isCut {
            guard take([Self.lineFeed]).isEmpty else {
                systemError = errno
                return lines.count { $0 == Self.lineFeed }
            }
            isCut = false
        }
        let rest = take(lines[...])
        guard !rest.isEmpty else { return 0 }
        systemError = errno
        isCut = rest.startIndex > lines.startIndex && lines[rest.startIndex - 1] != Self.lineFeed
        return rest.count { $0 == Self.lineFeed }
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
