import Testing
import Wire

@Suite struct `UTF-8 validation` {
    /// Whether Swift and this code agree, with the bytes at the front, in the middle and at the end of a longer text.
    private func disagreement(_ bytes: [UInt8]) -> String? {
        let isText = String(validating: bytes, as: UTF8.self) != nil
        let plain: [UInt8] = Array(repeating: 0x61, count: 11)
        for before in [0, 1, 7, 8, 11] {
            for text in [plain[..<before] + bytes, plain[..<before] + bytes + plain] {
                let fault = UTF8Validation.firstFault(in: Array(text), allowingSurrogates: false)
                guard (fault == nil) == isText else { return "\(text): \(String(describing: fault)), but \(isText)" }
                if let fault, !(before..<before + bytes.count).contains(fault) { return "\(text): fault at \(fault)" }
            }
        }
        return nil
    }

    private func check(_ sequences: some Sequence<[UInt8]>) {
        for bytes in sequences {
            if let disagreement = disagreement(bytes) {
                Issue.record("\(disagreement)")
                return
            }
        }
    }

    @Test func `agrees with Swift on every sequence of one and two bytes`() {
        check((0...255 as ClosedRange<UInt8>).lazy.map { [$0] })
        check(
            (0...255 as ClosedRange<UInt8>).lazy.flatMap { lead in
                (0...255 as ClosedRange<UInt8>).lazy.map { [lead, $0] }
            })
    }

    @Test func `agrees with Swift at every edge of sequences of three and four bytes`() {
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xFF]
        for lead in 0xC0...0xFF as ClosedRange<UInt8> {
            for second in edges {
                check(edges.lazy.map { [lead, second, $0] })
                for third in edges { check(edges.lazy.map { [lead, second, third, $0] }) }
            }
        }
    }

    @Test(arguments: [11, 12] as [UInt64]) func `agrees with Swift on random bytes`(_ seed: UInt64) {
        var random = Random(seed: seed)
        for round in 0..<4_000 {
            let bytes = (0..<3 + random.below(6)).map { index in
                UInt8.random(in: index == 0 ? 0xC0...0xFF : 0x60...0xFF, using: &random)
            }
            if let disagreement = disagreement(bytes) {
                Issue.record("seed \(seed), round \(round): \(disagreement)")
                return
            }
        }
    }

    @Test func `accepts every scalar`() {
        var scalars = String.UnicodeScalarView()
        for value in 0...0x10FFFF as ClosedRange<UInt32> { Unicode.Scalar(value).map { scalars.append($0) } }
        #expect(UTF8Validation.firstFault(in: Array(String(scalars).utf8), allowingSurrogates: false) == nil)
    }

    @Test func `accepts encoded surrogates where they are allowed, and nothing else in addition`() {
        for second in 0x80...0xFF as ClosedRange<UInt8> {
            for third in 0x70...0xFF as ClosedRange<UInt8> {
                let bytes: [UInt8] = [0x61, 0xED, second, third]
                let isWellFormed = (0x80...0xBF).contains(second) && (0x80...0xBF).contains(third)
                let isSurrogate = isWellFormed && second >= 0xA0
                #expect(UTF8Validation.firstFault(in: bytes, allowingSurrogates: true) == (isWellFormed ? nil : 1))
                #expect(
                    UTF8Validation.firstFault(in: bytes, allowingSurrogates: false)
                        == (isWellFormed && !isSurrogate ? nil : 1))
            }
        }
        #expect(UTF8Validation.firstFault(in: [0xF4, 0x90, 0x80, 0x80], allowingSurrogates: true) == 0)
        #expect(UTF8Validation.firstFault(in: [0xE0, 0x80, 0x80], allowingSurrogates: true) == 0)
    }
}
