import Testing
import Wire

@Suite struct `Hex digits` {
    @Test func `is the same both ways for every byte, in either case`() {
        for byte in 0...255 as ClosedRange<UInt8> {
            var out: [UInt8] = []
            Hex.append(byte, to: &out)
            let text = String(byte, radix: 16)
            #expect(String(decoding: out, as: UTF8.self) == (byte < 16 ? "0" : "") + text)
            #expect(Hex.bytes(out) == [byte])
            #expect(Hex.bytes(String(decoding: out, as: UTF8.self).uppercased().utf8) == [byte])
        }
        #expect(Hex.string([0x00, 0xFF, 0x1A]) == "00ff1a")
        #expect(Hex.string([UInt8]()) == "")
        #expect(Hex.bytes([UInt8]()) == [])
    }

    @Test(arguments: ["0", "000", "0g", "g0", " 0", "0x", "+1", "é", "00 0"]) func `refuses other text`(_ text: String)
    {
        #expect(Hex.bytes(text.utf8) == nil)
    }
}
