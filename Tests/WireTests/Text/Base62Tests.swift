import Testing
import Wire

@Suite struct `Base 62` {
    private func decode(_ text: String) throws(Base62.Fault) -> UInt128 {
        try Base62.decode(Array(text.utf8)[...])
    }

    @Test(
        arguments: [
            (0, "0"), (9, "9"), (10, "A"), (35, "Z"), (36, "a"), (61, "z"), (62, "10"), (3_843, "zz"),
            (839_299_365_868_340_223, "zzzzzzzzzz"), (839_299_365_868_340_224, "10000000000"),
            (UInt128(UInt64.max), "LygHa16AHYF"), (UInt128(UInt64.max) + 1, "LygHa16AHYG"),
            (.max, "7n42DGM5Tflk9n8mt7Fhc7"), (.max - 1, "7n42DGM5Tflk9n8mt7Fhc6"),
        ] as [(UInt128, String)])
    func `is the same both ways`(_ value: UInt128, _ text: String) throws {
        #expect(Base62.encode(value) == text)
        #expect(try decode(text) == value)
        #expect(try decode("000" + text) == value)
        #expect(try decode(String(repeating: "0", count: 30) + text) == value)
    }

    @Test func `comes back at every power and from random numbers`() throws {
        var random = Random(seed: 31)
        var power: UInt128 = 1
        for digits in 1..<22 {
            power *= 62
            #expect(Base62.encode(power - 1) == String(repeating: "z", count: digits))
            #expect(Base62.encode(power) == "1" + String(repeating: "0", count: digits))
        }
        for _ in 0..<2_000 {
            let value = UInt128.random(in: 0...UInt128.max, using: &random) >> UInt128(random.below(128))
            #expect(try decode(Base62.encode(value)) == value)
        }
    }

    @Test func `knows its 62 digits among all bytes`() throws {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        for byte in 0...255 as ClosedRange<UInt8> {
            if let value = digits.firstIndex(of: byte) {
                #expect(try Base62.decode([byte]) == UInt128(value))
            } else {
                #expect(throws: Base62.Fault.invalidByte(byte, at: 0)) { try Base62.decode([byte]) }
            }
        }
    }

    @Test(
        arguments: [
            ("", .empty), ("7n42DGM5Tflk9n8mt7Fhc8", .tooLarge), ("zzzzzzzzzzzzzzzzzzzzzz", .tooLarge),
            ("7n42DGM5Tflk9n8mt7Fhc77", .tooLarge), ("10000000000000000000000", .tooLarge),
            ("7n42DGM5Tflk9n8mt7Fh!7", .invalidByte(UInt8(ascii: "!"), at: 20)),
            ("!", .invalidByte(UInt8(ascii: "!"), at: 0)),
            ("00-", .invalidByte(UInt8(ascii: "-"), at: 2)),
            ("zzzzzzzzzzzzzzzzzzzzzzz!", .invalidByte(UInt8(ascii: "!"), at: 23)),
            ("1 2", .invalidByte(0x20, at: 1)), ("é", .invalidByte(0xC3, at: 0)),
        ] as [(String, Base62.Fault)])
    func `refuses a text that is not a number`(_ text: String, _ fault: Base62.Fault) {
        #expect(throws: fault) { try decode(text) }
        let inside = Array("cus_\(text)".utf8)
        #expect(throws: fault) { try Base62.decode(inside[4...]) }
    }

    @Test(
        arguments: [
            (0, "00000000000"), (61, "0000000000z"), (62, "00000000010"), (839_299_365_868_340_223, "0zzzzzzzzzz"),
            (.max, "LygHa16AHYF"),
        ] as [(UInt64, String)])
    func `has as many digits as the largest word, whatever the word`(_ word: UInt64, _ text: String) {
        var out = Array("x".utf8)
        Base62.append(word: word, to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "x" + text)
        #expect(Base62.text("x", word) == "x" + text)
    }
}
