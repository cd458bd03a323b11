import Testing
import Wire

@Suite struct `Python's text` {
    @Test func `is what Python decoded the same bytes to`() throws {
        var decoded = 0
        for entry in try CorpusCase.entries("json/python-encodings.json") {
            let hex = try #require(entry.member("bytes")?.stringBytes)
            let bytes = try #require(Hex.bytes(hex))
            let expected = entry.member("utf8")?.stringBytes.flatMap { Hex.bytes($0) }
            #expect(PythonText.decode(bytes) == expected, "\(String(decoding: hex, as: UTF8.self))")
            if expected != nil { decoded += 1 }
        }
        #expect(decoded == 330)
    }

    @Test(
        arguments: [
            ([], []), ([0x31], [0x31]), ([0x00], [0x00]), ([0x00, 0x31], [0x31]), ([0x31, 0x00], [0x31]),
            ([0x00, 0x00], [0x00]), ([0x31, 0x00, 0x32], [0x31, 0x00, 0x32]), ([0xEF, 0xBB, 0xBF], []),
            ([0xFF, 0xFE], []), ([0xFE, 0xFF], []), ([0xFF, 0xFE, 0x00, 0x00], []), ([0x00, 0x00, 0xFE, 0xFF], []),
            ([0xFF, 0xFE, 0x31, 0x00], [0x31]), ([0xFE, 0xFF, 0x00], nil), ([0x00, 0x00, 0xFE, 0xFF, 0x00], nil),
            ([0x31, 0x00, 0x00, 0x00], [0x31]), ([0x00, 0x00, 0x00, 0x31], [0x31]), ([0xC3], nil),
        ] as [([UInt8], [UInt8]?)])
    func `has an encoding that the zeros among few bytes decide`(_ bytes: [UInt8], _ text: [UInt8]?) {
        #expect(PythonText.decode(bytes) == text)
    }

    @Test func `never traps`() {
        var random = Random(seed: 21)
        let likely: [UInt8] = [0, 0x31, 0x22, 0xFF, 0xFE, 0xEF, 0xBB, 0xBF, 0xD8, 0xDC]
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(14)).map { _ in likely[random.below(likely.count)] }
            guard let text = PythonText.decode(bytes) else { continue }
            guard UTF8Validation.firstFault(in: text, allowingSurrogates: true) == nil else {
                Issue.record("\(bytes) becomes \(text), which is no text")
                return
            }
        }
    }
}
