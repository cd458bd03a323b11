import Wire

/// Invariants of chunked content:
/// 1. Content, refusal and the byte at which they come do not depend on how the bytes are cut.
/// 2. Content stays within its bound, even if it is refused later.
/// 3. Accepted content equals that of a naive reader, which only looks for line ends and trusts sizes: two readers in a
///    chain never see different contents.
/// 4. Content that is sent again as one chunk is read as the same content.
func fuzzChunks(_ input: Input) {
    var input = input
    let pieces = input.takePieces()
    let bytes = input.bytes
    let whole = readChunks([bytes])
    check(readChunks(pieces) == whole, "cut at \(pieces[0].count), the content differs")
    check(readChunks(bytes.map { [$0] }) == whole, "byte by byte, the content differs")
    check(whole.body.count <= fuzzLimits.bodyBytesMax, "\(whole.body.count) bytes of content")
    guard whole.isComplete else { return }

    check(readNaively(bytes[..<whole.taken]) == whole.body, "a naive reader reads other content")
    let size = String(whole.body.count, radix: 16)
    let chunk = whole.body.isEmpty ? [] : Array("\(size)\r\n".utf8) + whole.body + Array("\r\n".utf8)
    let again = readChunks([chunk + Array("0\r\n\r\n".utf8)])
    check(again.isComplete && again.body == whole.body, "the content does not survive another chunk")
}

private struct ChunkReading: Equatable {
    var body: [UInt8] = []
    var taken = 0
    var isComplete = false
    var error: ProtocolError?
}

private func readChunks(_ pieces: [[UInt8]]) -> ChunkReading {
    var chunks = ChunkedBody(limits: fuzzLimits)
    var reading = ChunkReading()
    for piece in pieces where reading.error == nil && !reading.isComplete {
        var offset = 0
        do throws(ProtocolError) {
            try chunks.read(piece.span, from: &offset, into: &reading.body)
            check(offset == piece.count || chunks.isComplete, "the reader stopped at \(offset)")
        } catch {
            reading.error = error
        }
        reading.taken += offset
        reading.isComplete = chunks.isComplete
    }
    return reading
}

/// Reads a line, data, a line, data, until a size of 0 and an empty line; nil if the bytes do not have this form.
private func readNaively(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var rest = bytes
    var body: [UInt8] = []
    while let end = rest.firstIndex(of: 0x0D) {
        let digits = rest[..<end].prefix { ASCII.hexDigit($0) != nil }
        let size = digits.reduce(0) { $0 << 4 | Int(ASCII.hexDigit($1) ?? 0) }
        rest = rest[(end + 1)...].dropFirst()
        if size == 0 {
            while let end = rest.firstIndex(of: 0x0D), end > rest.startIndex { rest = rest[(end + 2)...] }
            return rest.elementsEqual([0x0D, 0x0A]) ? body : nil
        }
        body += rest.prefix(size)
        rest = rest.dropFirst(size + 2)
    }
    return nil
}
