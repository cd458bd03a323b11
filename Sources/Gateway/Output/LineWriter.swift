import Glibc

/// Writes whole lines to a file, a terminal or a pipe.
///
/// A write that fails is no reason to stop serving. What is lost with it is counted in lines, and one that is cut in two
/// is ended before the next, so that every other line can still be read.
struct LineWriter: Sendable {
    /// Takes bytes, and answers those that it did not.
    private let take: @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>
    /// The last byte that was taken is not the end of a line.
    private var isCut = false
    /// `errno` of the last write that was not taken whole.
    private(set) var systemError: Int32 = 0

    init(_ take: @escaping @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>) {
        self.take = take
    }

    /// - Parameters:
    ///   - descriptor: it stays the caller's.
    ///   - isGivenUp: asked now and then while there is no room, whether what was not taken is given up.
    init(descriptor: Int32, isGivenUp: @escaping @Sendable () -> Bool = { false }) {
        // Only a file always has room, or none for good. A write of more than a pipe has room for would not come back.
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

    /// Writes lines, each with its line feed, however long a reader lets it wait. Answers how many were not taken whole.
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
