import Testing

@testable import Storage

/// Long bodies are stored as frames, and read back unchanged.
@Suite struct `Stored body` {
    private static let repetitive = Array(
        (#"{"components":["# + String(repeating: #"{"name":"Seats","rate":"1.00"}, "#, count: 200) + "{}]}").utf8)

    /// JSON that compression cannot shorten: letters of 92 kinds from a generator with a fixed seed.
    private static func unrepetitive(count: Int) -> [UInt8] {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return [UInt8(ascii: "\"")]
            + (0..<count - 2).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let letter = 0x23 + UInt8(state >> 33 % 92)
                return letter == UInt8(ascii: "\\") ? UInt8(ascii: "!") : letter
            } + [UInt8(ascii: "\"")]
    }

    @Test func `is a frame from its least length on`() {
        let least = StoredBody.framedLengthMin
        for length in [least - 1, least, least + 1] {
            let body = Array(repeating: UInt8(ascii: " "), count: length)
            let kept = StoredBody.bytes(of: body)
            #expect(kept.starts(with: [0x04, 0x22, 0x4D, 0x18]) == (length >= least), "\(length)")
            #expect(length < least ? kept == body : kept.count < length / 10, "\(length)")
            #expect(StoredBody.body(of: kept) == body, "\(length)")
        }
    }

    @Test(arguments: [1_024, 4_096, 65_535, 65_536, 65_537, 1 << 20])
    func `is unchanged if a frame is not shorter`(length: Int) {
        let body = Self.unrepetitive(count: length)
        #expect(body.count == length)
        #expect(StoredBody.bytes(of: body) == body)
    }

    /// A frame has blocks of 64 KiB.
    @Test(arguments: [65_535, 65_536, 65_537, 131_072, 1 << 20])
    func `is read back over any number of blocks`(length: Int) {
        let body = (0..<length).map { UInt8(truncatingIfNeeded: $0 / 3) | 0x20 }
        let kept = StoredBody.bytes(of: body)
        #expect(kept.count < length)
        #expect(StoredBody.body(of: kept) == body)
    }

    /// A few bytes do not matter, because a block may repeat bytes from more than one distance.
    @Test func `is unchanged or refused after damage at any byte of its frame`() {
        let kept = StoredBody.bytes(of: Self.repetitive)
        for place in kept.indices.dropFirst() {
            for bit in 0..<8 {
                var damaged = kept
                damaged[place] ^= 1 << bit
                let body = StoredBody.body(of: damaged)
                let isTrue = body == nil || body == Self.repetitive
                #expect(isTrue, "byte \(place), bit \(bit)")
            }
        }
    }

    @Test func `is refused if its frame ends early or late`() {
        let kept = StoredBody.bytes(of: Self.repetitive)
        for length in 1..<kept.count { #expect(StoredBody.body(of: Array(kept.prefix(length))) == nil, "\(length)") }
        #expect(StoredBody.body(of: kept + [0]) == nil)
        #expect(StoredBody.body(of: kept + kept) == nil)
    }
}
