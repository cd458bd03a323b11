import Testing

@testable import Wire

@Suite struct `Names without regard to case` {
    /// Names of fewer than eight bytes, of eight, and of more.
    private static let names: [StaticString] = [
        "te", "host", "expect", "location", "forwarded", "content-length", "idempotency-key", "x-forwarded-host",
        "transfer-encoding", "strict-transport-security",
    ]

    private func isSame(_ name: StaticString, _ text: [UInt8]) -> Bool {
        ASCII.equalIgnoringCase(text.span, name)
    }

    @Test(arguments: names.indices) func `are the same whichever letters are capitals`(_ index: Int) {
        let name = Self.names[index]
        let lower = Array("\(name)".utf8)
        #expect(isSame(name, lower))
        #expect(isSame(name, Array("\(name)".uppercased().utf8)))
        #expect(!isSame(name, Array(lower.dropLast())))
        #expect(!isSame(name, lower + lower))
    }

    @Test(arguments: names.indices) func `differ by any other byte at any offset`(_ index: Int) {
        let name = Self.names[index]
        let lower = Array("\(name)".utf8)
        for offset in lower.indices {
            for byte in UInt8.min...UInt8.max {
                var text = lower
                text[offset] = byte
                let isSame = isSame(name, text)
                #expect(isSame == (ASCII.lowercase(byte) == lower[offset]), "\(byte) at \(offset)")
            }
        }
    }

    @Test func `compare each byte independently of its neighbours`() {
        let name: StaticString = "abcdefgh"
        for byte in UInt8.min...UInt8.max {
            let text = [UInt8](repeating: byte, count: 8)
            let small = text.map(ASCII.lowercase)
            let isFolded = EightBytes(text.span, at: 0).lowercased == EightBytes(small.span, at: 0)
            #expect(isFolded, "\(byte)")
            #expect(!isSame(name, text))
        }
    }
}
