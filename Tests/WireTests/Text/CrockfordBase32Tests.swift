import Testing
import Wire

@Suite struct `Crockford's base 32` {
    @Test(
        arguments: [
            (0, "00000000000000000000000000"), (1, "00000000000000000000000001"), (31, "0000000000000000000000000Z"),
            (32, "00000000000000000000000010"), (.max, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"),
            (UInt128(1) << 127, "40000000000000000000000000"),
            (0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210, "014D2PF2DBSQQZXQ5TK1V58CGG"),
        ] as [(UInt128, String)])
    func `is the same both ways`(_ value: UInt128, _ text: String) {
        #expect(CrockfordBase32.encode(value) == text)
        #expect(CrockfordBase32.decode(Array(text.utf8)[...]) == value)
    }

    @Test func `comes back from random numbers in their order`() {
        var random = Random(seed: 41)
        for _ in 0..<500 {
            let value = UInt128.random(in: 0...UInt128.max, using: &random)
            let text = CrockfordBase32.encode(value)
            #expect(CrockfordBase32.decode(Array("x\(text)".utf8)[1...]) == value)
            #expect((text < CrockfordBase32.encode(value &+ 1)) == (value < .max))
        }
    }

    @Test func `knows its 32 digits among all bytes`() {
        let digits = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        for byte in 0...255 as ClosedRange<UInt8> {
            let text = [UInt8](repeating: UInt8(ascii: "0"), count: 25) + [byte]
            #expect(CrockfordBase32.decode(text[...]) == digits.firstIndex(of: byte).map { UInt128($0) })
        }
    }

    @Test(arguments: [
        "", "0", "0000000000000000000000000", "000000000000000000000000000", "80000000000000000000000000",
        "Z0000000000000000000000000",
    ])
    func `refuses another length, and numbers of more than 128 bits`(_ text: String) {
        #expect(CrockfordBase32.decode(Array(text.utf8)[...]) == nil)
    }
}
