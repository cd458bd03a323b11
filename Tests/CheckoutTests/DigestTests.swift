import Checkout
import Testing

@Suite struct `Digests` {
    private let bytes = [UInt8](0..<32)

    private func digest(_ bytes: [UInt8]) throws -> Digest {
        try #require(Digest(kept: bytes))
    }

    @Test func `keep their bytes in order`() throws {
        #expect(try digest(bytes).bytes == bytes)
        let made = Digest { out in
            for place in 0..<Digest.byteCount { out[place] = UInt8(place) }
        }
        #expect(made == (try digest(bytes)))
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func `have exactly 32 bytes`(_ count: Int) {
        #expect(Digest(kept: [UInt8](repeating: 1, count: count)) == nil)
        #expect(Digest(hex: [UInt8](repeating: 0x31, count: 2 * count)) == nil)
    }

    @Test(arguments: 0..<32)
    func `differ by a bit of any byte`(_ place: Int) throws {
        var other = bytes
        other[place] ^= 0x10
        #expect(try digest(other) != digest(bytes))
        #expect(try Set([digest(other), digest(bytes), digest(bytes)]).count == 2)
    }

    @Test func `read as numbers with the first byte as the most significant`() throws {
        let digest = try digest(bytes)
        #expect(digest.number(0) == 0x0001_0203_0405_0607)
        #expect(digest.number(1) == 0x0809_0A0B_0C0D_0E0F)
        #expect(digest.number(3) == 0x1819_1A1B_1C1D_1E1F)
    }
}
