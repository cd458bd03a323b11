import Testing

@testable import Wire

/// Invariant: any bytes yield requests, a refusal or a wait for more, never a trap; the way of cutting them changes
/// nothing; and the part of an unfinished request that is held stays within its bounds.
@Suite struct `Mutated requests` {
    private static let seeds = [
        "GET /healthz?a=b HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a=\"b\"\r\nabc\r\n0\r\nX: y\r\n\r\n",
        "POST http://a/p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
    ]
    private static let pieces = [
        "\r\n", "\n", "\r", "\0", " ", "\t", ":", "0", "ffffffffffffffff", "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "chunked", ",", ";", "%", "\u{e9}", "HTTP/1.1", "Host: b\r\n", "Connection: close\r\n", "Expect: x\r\n", "\"",
        "18446744073709551616",
    ]

    @Test(arguments: 0..<8)
    func `have one outcome for every way of cutting`(stream: UInt64) {
        let seed = SystemRandomNumberGenerator.oneNumber()
        var random = Random(seed: seed &+ stream)
        for _ in 0..<500 {
            let bytes = mutated(&random)
            let whole = outcome([bytes])
            #expect(outcome(bytes.map { [$0] }) == whole, "seed \(seed), \(ascii(bytes).debugDescription)")
            let cut = random.below(bytes.count + 1)
            #expect(outcome([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "seed \(seed), cut at \(cut)")
        }
    }

    private func mutated(_ random: inout Random) -> [UInt8] {
        var bytes = random.element(of: Self.seeds).bytes
        for _ in 0...random.below(4) {
            let offset = random.below(bytes.count + 1)
            switch random.below(4) {
            case 0 where offset < bytes.count: bytes[offset] = UInt8(truncatingIfNeeded: random.next())
            case 1 where offset < bytes.count: bytes.remove(at: offset)
            case 2: bytes.insert(contentsOf: bytes[..<offset].suffix(random.below(30)), at: offset)
            default: bytes.insert(contentsOf: random.element(of: Self.pieces).utf8, at: offset)
            }
        }
        return bytes
    }

    /// The result of a connection that reads the bytes. `100-continue` is left out, because it depends on which bytes
    /// have arrived.
    private func outcome(_ pieces: [[UInt8]]) -> [String] {
        var state = ConnectionState(limits: HTTPLimits())
        var held: [UInt8] = []
        var words: [String] = []
        for piece in pieces {
            held += piece
            var offset = 0
            reading: while true {
                switch state.read(held.span, from: &offset) {
                case .handle(let request):
                    words.append("\(ascii(request.head.target)) \(request.head.fields.count) \(request.body)")
                    _ = state.answer(closes: false)
                case .refuse(let error, let head):
                    words.append("\(error) \(head == nil)")
                    _ = state.answer(closes: false)
                case .sendContinue: continue
                case .wait, .close: break reading
                }
            }
            held.removeFirst(offset)
        }
        return words + ["\(state.phase)"]
    }
}

extension Random {
    fileprivate mutating func element<Element>(of elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}

extension SystemRandomNumberGenerator {
    static func oneNumber() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
