/// The 32 bytes that SHA-256 makes of a text, or of a text and a key. They are held in place, so that a digest which is
/// only compared takes no memory of its own.
package struct Digest: Hashable, Sendable {
    /// FIPS 180-4: 256 bits.
    package static let byteCount = 32

    /// The bytes in their order, eight in each. A vector would be aligned to its length, and memory for whatever holds one
    /// would take longer to find.
    private var words = InlineArray<4, UInt64>(repeating: 0)

    /// - Parameter make: writes ``byteCount`` bytes to where it is told.
    package init(_ make: (UnsafeMutablePointer<UInt8>) -> Void) {
        withUnsafeMutableBytes(of: &words) { words in
            words.withMemoryRebound(to: UInt8.self) { bytes in
                guard let start = bytes.baseAddress else {
                    preconditionFailure("Thirty-two bytes in place have an address.")
                }
                make(start)
            }
        }
    }

    /// A digest that was kept; nil unless it is 32 bytes.
    package init?(kept bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init { $0.update(from: bytes, count: Self.byteCount) }
    }

    /// All of them in a row.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: words) { [UInt8]($0) }
    }

    /// Eight of the bytes as a number, the first of them the most significant.
    ///
    /// - Parameter index: 0 to 3.
    package func number(_ index: Int) -> UInt64 {
        UInt64(bigEndian: words[index])
    }

    /// Digests are spread evenly already, so eight of their bytes will do.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }

    /// Compares without stopping at the first difference, so that the time tells nothing of where it is.
    package static func == (left: Digest, right: Digest) -> Bool {
        var difference: UInt64 = 0
        for place in left.words.indices { difference |= left.words[place] ^ right.words[place] }
        return difference == 0
    }
}
