/// Eight bytes of a text that are examined in one step, so that stretches without special bytes are skipped quickly.
///
/// A mark is the highest bit of a byte. The first mark is always right. Marks after it may be wrong, because the
/// subtraction can borrow from their bytes.
struct EightBytes: Equatable {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private let word: UInt64

    /// The eight bytes from `index` on, which the text must have.
    @inline(__always)
    init(_ text: Span<UInt8>, at index: Int) {
        // The check is here and not in the load, so that the compiler can drop it in a loop that has just made the
        // same check. The load itself is safe, because every pattern of bits is a valid integer.
        precondition(index >= 0 && text.count - index >= 8)
        let load = text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        word = UInt64(littleEndian: load)
    }

    @inline(__always)
    private init(word: UInt64) {
        self.word = word
    }

    /// Whether each byte is below 0x80.
    @inline(__always)
    var isASCII: Bool { word & Self.highBits == 0 }

    /// Whether any byte is one of ASCII's control characters.
    @inline(__always)
    var hasControls: Bool { marks(below: 0x20) | marks(of: 0x7F) != 0 }

    /// Marks the bytes below a limit, which is at most 0x80.
    @inline(__always)
    func marks(below limit: UInt8) -> UInt64 {
        (word &- Self.ones &* UInt64(limit)) & ~word & Self.highBits
    }

    /// Marks the bytes that equal this one.
    @inline(__always)
    func marks(of byte: UInt8) -> UInt64 { flipping(byte).marks(below: 1) }

    /// The bytes with ASCII's capitals as small letters.
    @inline(__always)
    var lowercased: EightBytes {
        // Without its highest bit a byte has room for a sum, whose highest bit then tells whether the byte reaches a
        // limit.
        let low = word & ~Self.highBits
        let fromA = low &+ Self.ones &* UInt64(0x80 - 0x41)
        let beyondZ = low &+ Self.ones &* UInt64(0x80 - 0x5B)
        let capitals = (fromA & ~beyondZ) & ~word & Self.highBits
        return EightBytes(word: word | capitals >> 2)
    }

    /// The bytes with these bits of each byte flipped.
    @inline(__always)
    func flipping(_ bits: UInt8) -> EightBytes { EightBytes(word: word ^ (Self.ones &* UInt64(bits))) }

    /// The index of the first such byte, from `start` on; the count if it is not found.
    static func firstIndex(of byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while text.count - at >= 8 {
            let marks = EightBytes(text, at: at).marks(of: byte)
            if marks != 0 { return at + firstMarked(marks) }
            at += 8
        }
        while at < text.count, text[at] != byte { at += 1 }
        return at
    }

    /// The index of the first of the eight bytes that has a mark; 8 if none has one.
    @inline(__always)
    static func firstMarked(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}
