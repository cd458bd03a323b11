import Wire

/// The 32 bytes of SHA-256 of a text, or of a text and a key. They are stored inline, so that comparing a digest needs
/// no allocation.
package struct Digest: Hashable, Sendable {
    /// FIPS 180-4: 256 bits.
    package static let byteCount = 32

    /// The bytes in order, eight in each word. A SIMD vector would be aligned to its length, and allocating an object
    /// that contains one would take longer.
    private var words = InlineArray<4, UInt64>(repeating: 0)

    /// - Parameter make: writes ``byteCount`` bytes to the given address.
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

    /// 32 zero bytes, which are the digest of no known secret.
    package static let unmatched = Digest { $0.initialize(repeating: 0, count: byteCount) }

    /// A digest that was stored; nil unless it has 32 bytes.
    package init?(kept bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init { $0.update(from: bytes, count: Self.byteCount) }
    }

    /// Parses 64 hex digits in either case; nil for any other text.
    package init?(hex: some Collection<UInt8>) {
        guard let bytes = Hex.bytes(hex) else { return nil }
        self.init(kept: bytes)
    }

    /// All bytes in order.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: words) { [UInt8]($0) }
    }

    /// Appends all bytes in order.
    package func append(to out: inout [UInt8]) {
        withUnsafeBytes(of: words) { out.append(contentsOf: $0) }
    }

    /// Eight of the bytes as a number, most significant byte first.
    ///
    /// - Parameter index: 0 to 3.
    package func number(_ index: Int) -> UInt64 {
        UInt64(bigEndian: words[index])
    }

    /// The bytes of a digest are evenly distributed, so eight of them are enough.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }

    /// Compares without stopping at the first difference, so that the duration does not show where it is.
    package static func == (left: Digest, right: Digest) -> Bool {
        var difference: UInt64 = 0
        for index in left.words.indices { difference |= left.words[index] ^ right.words[index] }
        return difference == 0
    }
}
