import Testing
import Wire

@Suite struct `UUID text` {
    private static let bits: UInt128 = 0x0193_2F6E_1A00_7C4D_9A1B_0C2D_3E4F_5B01

    @Test(arguments: [
        "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01", "01932F6E-1A00-7C4D-9A1B-0C2D3E4F5B01",
        "01932f6e1a007c4d9a1b0c2d3e4f5b01",
        "{01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01}", "urn:uuid:01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01",
    ])
    func `is read in five spellings`(_ text: String) {
        #expect(UUIDText.decode(Array(text.utf8)[...]) == Self.bits)
        #expect(UUIDText.decode(Array("xx\(text)".utf8)[2...]) == Self.bits)
    }

    @Test(arguments: [
        "", "-", "{}", "01932f6e1a007c4d9a1b0c2d3e4f5b0", "01932f6e1a007c4d9a1b0c2d3e4f5b011",
        "01932f6e1a007c4d9a1b0c2d3e4f5b0111", "01932f6e1a007c4d9a1b0c2d3e4f5b011111", "01932f6e-1a00-7c4d-9a1b",
        "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b0",
        "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b011",
        "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5bzz", "01932f6e-1a007-c4d-9a1b-0c2d3e4f5b01",
        "01932f6e+1a00-7c4d-9a1b-0c2d3e4f5b01",
        "{01932f6e1a007c4d9a1b0c2d3e4f5b01}", "urn:uuid:01932f6e1a007c4d9a1b0c2d3e4f5b01",
        "{01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01}",
        "(01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01)",
        "URN:UUID:01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01", "{urn:uuid:01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01}",
        "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b0é", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b0\u{FF11}",
        "0x932f6e1a007c4d9a1b0c2d3e4f5b01",
        "--------------------------------", "------------------------------------",
    ])
    func `is read in no other`(_ text: String) {
        #expect(UUIDText.decode(Array(text.utf8)[...]) == nil)
    }

    @Test func `is written hyphenated in lower case`() {
        #expect(UUIDText.encode(Self.bits) == "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01")
        #expect(UUIDText.encode(0) == "00000000-0000-0000-0000-000000000000")
        #expect(UUIDText.encode(.max) == "ffffffff-ffff-ffff-ffff-ffffffffffff")
    }

    @Test func `comes back from random bits`() {
        var random = Random(seed: 51)
        for _ in 0..<500 {
            let bits = UInt128.random(in: 0...UInt128.max, using: &random)
            #expect(UUIDText.decode(Array(UUIDText.encode(bits).utf8)[...]) == bits)
        }
    }
}
