import Testing

@testable import Wire

@Suite struct `Octet classes` {
    @Test func `tokens are tchar and nothing else`() {
        let legal = Set("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        for octet in UInt8.min...UInt8.max { #expect(OctetSet.token.contains(octet) == legal.contains(octet)) }
    }

    @Test func `paths are pchar, slash and percent`() {
        let legal = Set("-._~!$&'()*+,;=:@/%".utf8).union(letters)
        for octet in UInt8.min...UInt8.max { #expect(OctetSet.path.contains(octet) == legal.contains(octet)) }
    }

    @Test func `targets are visible ASCII without the number sign`() {
        for octet in UInt8.min...UInt8.max {
            #expect(OctetSet.target.contains(octet) == (octet > 0x20 && octet < 0x7F && octet != 0x23))
        }
    }

    @Test func `registered names are unreserved, sub-delims and percent`() {
        let legal = Set("-._~!$&'()*+,;=%".utf8).union(letters)
        for octet in UInt8.min...UInt8.max { #expect(OctetSet.registeredName.contains(octet) == legal.contains(octet)) }
    }

    @Test func `field content has no control but the tab`() {
        for octet in UInt8.min...UInt8.max {
            let isControl = octet < 0x20 || octet == 0x7F
            #expect(Octet.isFieldContent(octet) == (!isControl || octet == 0x09))
        }
    }

    @Test func `white space is space and tab`() {
        for octet in UInt8.min...UInt8.max { #expect(Octet.isWhitespace(octet) == (octet == 0x20 || octet == 0x09)) }
    }

    @Test func `digits are the ten of ASCII`() {
        for octet in UInt8.min...UInt8.max { #expect(Octet.isDigit(octet) == (0x30...0x39).contains(octet)) }
    }

    @Test func `hexadecimal digits have their value in both cases`() {
        for octet in UInt8.min...UInt8.max {
            let expected = octet < 0x80 ? Character(UnicodeScalar(octet)).hexDigitValue : nil
            #expect(Octet.hexValue(octet).map(Int.init) == expected)
        }
    }

    @Test func `only capitals are folded`() {
        for octet in UInt8.min...UInt8.max {
            let expected = (0x41...0x5A).contains(octet) ? octet + 0x20 : octet
            #expect(ASCII.lowercase(octet) == expected)
        }
    }

    private var letters: Set<UInt8> {
        Set(UInt8(0x30)...0x39).union(0x41...0x5A).union(0x61...0x7A)
    }
}
