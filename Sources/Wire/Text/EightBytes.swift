/// Eight bytes of a text looked at in one step, so that the plain stretches of a text are passed over quickly.
///
/// A mark is the highest bit of a byte. Marks above the first one may be wrong, because a subtraction borrows from
/// there; the first one never is.
struct EightBytes: Equatable {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    private let word: UInt64

    /// The bytes from `place` on, of which there must be eight.
    @inline(__always)
    init(_ text: Span<UInt8>, at place: Int) {
        // Checked here rather than by the load, so that a loop that has just asked the same is not asked again. What
        // makes the load unsafe for other types, that not every pattern of bits is a value, does not hold for an integer.
        precondition(place >= 0 && text.count - place >= 8)
        let load = text.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: place, as: UInt64.self)
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

    /// Marks the bytes that are this one.
    @inline(__always)
    func marks(of byte: UInt8) -> UInt64 { flipping(byte).marks(below: 1) }

    /// The bytes with ASCII's capitals made small.
    @inline(__always)
    var lowercased: EightBytes {
        // Without its highest bit a byte has room for a sum, and the sum's highest bit tells whether it is beyond a limit.
        let low = word & ~Self.highBits
        let fromA = low &+ Self.ones &* UInt64(0x80 - 0x41)
        let beyondZ = low &+ Self.ones &* UInt64(0x80 - 0x5B)
        let capitals = (fromA & ~beyondZ) & ~word & Self.highBits
        return EightBytes(word: word | capitals >> 2)
    }

    /// The bytes with these bits of each the other way.
    @inline(__always)
    func flipping(_ bits: UInt8) -> EightBytes { EightBytes(word: word ^ (Self.ones &* UInt64(bits))) }

    /// The first place of a byte, from a place on; the count where there is none.
    static func firstPlace(of byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while text.count - at >= 8 {
            let marks = EightBytes(text, at: at).marks(of: byte)
            if marks != 0 { return at + firstMarked(marks) }
            at += 8
        }
        while at < text.count, text[at] != byte { at += 1 }
        return at
    }

    /// Which of the eight bytes is the first with a mark; 8 where none is.
    @inline(__always)
    static func firstMarked(_ marks: UInt64) -> Int { marks.trailingZeroBitCount / 8 }
}
