import Wire

/// Bounds that are small enough for libFuzzer to reach each.
let fuzzLimits: HTTPLimits = {
    var limits = HTTPLimits()
    limits.requestLineBytesMax = 256
    limits.headBytesMax = 1_024
    limits.fieldLinesMax = 12
    limits.leadingBlankLinesMax = 2
    limits.bodyBytesMax = 512
    limits.chunkExtensionBytesMax = 64
    limits.trailerBytesMax = 128
    limits.trailerLinesMax = 4
    return limits
}()

/// Invariants of the request head:
/// 1. Bytes make a head, a refusal or a wait for more, which does not depend on how they are cut.
/// 2. A head takes exactly its own bytes: without the last one it is not whole.
/// 3. An accepted head that is sent alone is accepted again, with the same result.
/// 4. The values of a head contain no byte that could begin another line, and its path is a path.
/// 5. The framing of its content is decided, or refused, without a trap.
func fuzzHead(_ input: Input) {
    var input = input
    let pieces = input.takePieces()
    let bytes = input.bytes
    let whole = readHead([bytes])
    check(readHead(pieces) == whole, "cut at \(pieces[0].count), the head differs: \(whole)")
    if bytes.count <= 300 { check(readHead(bytes.map { [$0] }) == whole, "byte by byte, the head reads otherwise") }
    guard case .head(let words, let end) = whole else { return }

    check(readHead([Array(bytes[..<(end - 1)])]) == .more, "the head is whole before its last byte")
    var parser = RequestParser(limits: fuzzLimits)
    let alone = Array(bytes[..<end])
    guard case .head(let head, end)? = try? parser.parse(alone.span) else {
        check(false, "the head is refused without the bytes after it")
        return
    }
    check(HeadReading(head, end: end) == .head(words, end: end), "the head alone differs")

    check(head.path.first == UInt8(ascii: "/") || head.path.elementsEqual("*".utf8), "the path is \(shown(head.path))")
    check(head.path.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "the path contains \(shown(head.path))")
    check(head.version == 0 || head.host?.isEmpty == false, "HTTP/1.1 without a host")
    for name in ["host", "connection", "content-length", "transfer-encoding", "expect", "a"] as [StaticString] {
        let values = head.values(of: name)
        check(values.count == head.count(of: name), "\(name) has another count than values")
        check(values.first == head.value(of: name), "\(name) has another first value")
        for value in values {
            check(!value.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }, "\(name) contains \(shown(value))")
            check(value.first != 0x20 && value.last != 0x20, "\(name) keeps a blank")
        }
    }
    if case .length(let length)? = try? BodyFraming(head, limits: fuzzLimits) {
        check(length > 0 && length <= fuzzLimits.bodyBytesMax, "a length of \(length)")
    }
}

/// The numbers of lines of some fields.
func lineCounts(_ head: RequestHead) -> [Int] {
    let names: [StaticString] = [
        "host", "content-length", "transfer-encoding", "connection", "expect", "authorization",
    ]
    return names.map { head.count(of: $0) }
}

/// The result of reading a head, in a form that can be compared.
private enum HeadReading: Equatable {
    case more
    case head([String], end: Int)
    case refused(ProtocolError)

    init(_ head: RequestHead, end: Int) {
        let parts: [ArraySlice<UInt8>] = [
            head.target, head.path, head.query ?? [], head.host ?? [],
        ]
        self = .head(parts.map(shown) + ["\(head.method) \(head.version) \(lineCounts(head))"], end: end)
    }
}

/// Parses piece by piece, each time with all bytes since the beginning, as a connection does.
private func readHead(_ pieces: [[UInt8]]) -> HeadReading {
    var parser = RequestParser(limits: fuzzLimits)
    var received: [UInt8] = []
    for piece in pieces {
        received += piece
        do throws(ProtocolError) {
            if case .head(let head, let byteCount) = try parser.parse(received.span) {
                return HeadReading(head, end: byteCount)
            }
        } catch {
            return .refused(error)
        }
    }
    return .more
}
