import Testing

@testable import Wire

@Suite struct `Byte classes` {
    @Test func `tokens are tchar and nothing else`() {
        let legal = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for byte in UInt8.min...UInt8.max { #expect(ByteSet.token.contains(byte) == legal.contains(byte)) }
    }

    @Test func `paths are pchar, slash and percent`() {
        let legal = Set("-._~!$&'()*+,;=:@/%".utf8).union(letters)
        for byte in UInt8.min...UInt8.max { #expect(ByteSet.path.contains(byte) == legal.contains(byte)) }
    }

    @Test func `targets are visible ASCII without the number sign`() {
        for byte in UInt8.min...UInt8.max {
            #expect(ByteSet.target.contains(byte) == (byte > 0x20 && byte < 0x7F && byte != 0x23))
        }
    }

    @Test func `registered names are unreserved, sub-delims and percent`() {
        let legal = Set("-._~!$&'()*+,;=%".utf8).union(letters)
        for byte in UInt8.min...UInt8.max { #expect(ByteSet.registeredName.contains(byte) == legal.contains(byte)) }
    }

    @Test func `field content has no control but the tab`() {
        for byte in UInt8.min...UInt8.max {
            let isControl = byte < 0x20 || byte == 0x7F
            #expect(Byte.isFieldContent(byte) == (!isControl || byte == 0x09))
        }
    }

    @Test func `white space is space and tab`() {
        for byte in UInt8.min...UInt8.max { #expect(Byte.isWhitespace(byte) == (byte == 0x20 || byte == 0x09)) }
    }

    @Test func `digits are the ten of ASCII`() {
        for byte in UInt8.min...UInt8.max { #expect(Byte.isDigit(byte) == (0x30...0x39).contains(byte)) }
    }

    @Test func `hexadecimal digits have their value in both cases`() {
        for byte in UInt8.min...UInt8.max {
            let expected = byte < 0x80 ? Character(UnicodeScalar(byte)).hexDigitValue : nil
            #expect(Byte.hexValue(byte).map(Int.init) == expected)
        }
    }

    @Test func `only capitals are folded`() {
        for byte in UInt8.min...UInt8.max {
            let expected = (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
            #expect(ASCII.lowercase(byte) == expected)
        }
    }

    private var letters: Set<UInt8> {
        Set(UInt8(0x30)...0x39).union(0x41...0x5A).union(0x61...0x7A)
    }
}
