import Testing
import Wire

@Suite struct `ASCII bytes` {
    private static let bytes = Array(0...255 as ClosedRange<UInt8>)

    @Test func `knows what each byte is`() {
        for byte in Self.bytes {
            let character = Character(Unicode.Scalar(byte))
            #expect(ASCII.isDigit(byte) == "0123456789".contains(character), "\(byte)")
            let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
            #expect(ASCII.isLetter(byte) == letters.contains(character), "\(byte)")
            let isHex = "0123456789abcdefABCDEF".contains(character)
            #expect(ASCII.hexDigit(byte) == (isHex ? UInt8(String(character), radix: 16) : nil), "\(byte)")
            let isCapital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains(character)
            #expect(ASCII.lowercase(byte) == (isCapital ? byte + 32 : byte), "\(byte)")
            #expect(ASCII.natural([byte]) == (ASCII.isDigit(byte) ? Int(byte) - 48 : nil), "\(byte)")
            let trimmed = ASCII.trimmed([byte, byte])
            #expect(trimmed.count == (byte == 0x20 || byte == 0x09 ? 0 : 2), "\(byte)")
        }
    }

    @Test func `compares with one case folded or none`() {
        for byte in Self.bytes {
            #expect(ASCII.equal([byte], "k") == (byte == 0x6B), "\(byte)")
            #expect(ASCII.equalIgnoringCase([byte], "k") == (byte == 0x6B || byte == 0x4B), "\(byte)")
            #expect(ASCII.equalIgnoringCase([byte], "[") == (byte == 0x5B), "\(byte)")
            #expect(ASCII.equalIgnoringCase([byte], "{") == (byte == 0x7B), "\(byte)")
        }
    }

    @Test func `compares slices that do not begin at 0`() {
        let text = Array("xHost: y".utf8)
        #expect(ASCII.equal(text[1..<5], "Host"))
        #expect(!ASCII.equal(text[1..<5], "host"))
        #expect(ASCII.equalIgnoringCase(text[1..<5], "host"))
        #expect(!ASCII.equal(text[1..<6], "Host"))
        #expect(!ASCII.equalIgnoringCase(text[1..<4], "host"))
        #expect(ASCII.equal(text[3..<3], ""))
        #expect(!ASCII.equal(text[1..<5], "\u{E9}\u{E9}"))
    }

    @Test func `distinguishes two texts of one length by each byte`() {
        for count in 0..<40 {
            let text = [UInt8](repeating: 0x61, count: count)
            #expect(isEqual(text, text, ASCII.equal), "\(count)")
            #expect(!isEqual(text, text + [0x61], ASCII.equal), "\(count)")
            for index in text.indices {
                var other = text
                other[index] ^= 0x80
                #expect(!isEqual(text, other, ASCII.equal), "byte \(index) of \(count)")
            }
        }
    }

    @Test(arguments: [
        ("0", 0), ("007", 7), ("9223372036854775807", .max), ("9223372036854775808", nil),
        ("99999999999999999999", nil),
        ("", nil), ("+5", nil), ("-5", nil), (" 5", nil), ("5 ", nil), ("5a", nil), ("٥", nil), ("1_0", nil),
        ("0x1", nil),
    ])
    func `reads a natural number or nothing`(_ text: String, _ value: Int?) {
        #expect(ASCII.natural(Array(text.utf8).span) == value)
        #expect(ASCII.natural(Array("1\(text)1".utf8).dropFirst().dropLast()) == value)
    }

    @Test(arguments: [
        ("", ""), (" ", ""), (" \t ", ""), ("a", "a"), ("\t a b \t", "a b"), ("\na\r", "\na\r"), ("\u{A0}a", "\u{A0}a"),
    ])
    func `trims only space and tab`(_ text: String, _ trimmed: String) {
        #expect(Array(ASCII.trimmed(Array(text.utf8)[...])) == Array(trimmed.utf8))
    }

    private func isEqual(
        _ left: [UInt8], _ right: [UInt8],
        _ compare: (Span<UInt8>, Span<UInt8>) -> Bool = ASCII.equalInConstantTime
    ) -> Bool {
        compare(left.span, right.span)
    }

    @Test func `compares secrets whole`() {
        let secret = Array("sk_live_0123456789".utf8)
        #expect(isEqual(secret, secret))
        #expect(isEqual(secret, Array(secret)))
        #expect(!isEqual(secret, Array(secret.dropLast())))
        #expect(isEqual([UInt8](), [UInt8]()))
        for index in secret.indices {
            for bit in 0..<8 {
                var other = secret
                other[index] ^= 1 << UInt8(bit)
                #expect(!isEqual(secret, other))
            }
        }
    }
}
