/// Writes whole lines to a file, a terminal or a pipe.
///
/// A write that fails is no reason to stop serving. What is lost with it is counted in lines, and one that is cut in two
/// is ended before the next, so that every other line can still be read.
struct LineWriter: Sendable {
    /// Takes octets, and answers those that it did not.
    private let take: @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>
    /// The last octet that was taken is not the end of a line.
    private var isCut = false

    init(_ take: @escaping @Sendable (ArraySlice<UInt8>) -> ArraySlice<UInt8>) {
        self.take = take
    }

    /// - Parameter descriptor: it stays the caller's.
    init(descriptor: Int32) {
        self.init { DescriptorOutput.write($0, to: descriptor, patienceMilliseconds: -1) }
    }

    /// Writes lines, each with its line feed, however long a reader lets it wait. Answers how many were not taken whole.
    mutating func write(_ lines: [UInt8]) -> Int {
        if isCut {
            guard take([Self.lineFeed]).isEmpty else { return lines.count { $0 == Self.lineFeed } }
            isCut = false
        }
        let rest = take(lines[...])
        guard !rest.isEmpty else { return 0 }
        isCut = rest.startIndex > lines.startIndex && lines[rest.startIndex - 1] != Self.lineFeed
        return rest.count { $0 == Self.lineFeed }
    }

    private static let lineFeed = UInt8(ascii: "\n")
}
