import Testing
import Wire

@Suite struct `Base 64 that is read` {
    @Test func `gives the bytes that were written, for every length`() {
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
            #expect(Base64.decode(Array(Base64.encode(bytes).utf8)) == bytes)
        }
    }

    @Test func `has one spelling for the same bytes`() {
        for text in ["Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zg==\n", " Zg==", "Z g=", "=Zg=", "====", "Zm9v=", "-_8="] {
            #expect(Base64.decode(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
