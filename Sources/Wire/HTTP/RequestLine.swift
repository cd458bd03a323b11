/// A parsed request line, RFC 9112 §3. Ranges are offsets from the start of the line.
struct RequestLine: Sendable {
    let method: HTTPMethod
    let minorVersion: Int
    let methodRange: Range<Int>
    let targetRange: Range<Int>
    let target: Target

    /// Reads the line without its CRLF. Exactly one SP must stand between the three parts. RFC 9112 §3 lets a server
    /// accept other white space, and warns that this makes request smuggling possible.
    init(_ line: Span<UInt8>) throws(ProtocolError) {
        var methodEnd = 0
        while methodEnd < line.count, ByteSet.token.contains(line[methodEnd]) { methodEnd += 1 }
        guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == Byte.space else {
            throw .malformedRequestLine
        }
        let targetStart = methodEnd + 1
        var targetEnd = targetStart
        while targetEnd < line.count, line[targetEnd] > Byte.space { targetEnd += 1 }
        guard targetEnd > targetStart, targetEnd < line.count, line[targetEnd] == Byte.space else {
            throw .malformedRequestLine
        }
        minorVersion = try RequestLine.minorVersion(line.extracting((targetEnd + 1)...))
        method = HTTPMethod(token: line.extracting(0..<methodEnd))
        methodRange = 0..<methodEnd
        targetRange = targetStart..<targetEnd
        target = try Target(line, in: targetRange, for: method)
    }

    /// Reads a line that was refused or is incomplete: its method, and as much of its path as there is. Nil if there is
    /// no path.
    init?(refused line: Span<UInt8>) {
        var methodEnd = 0
        while methodEnd < line.count, ByteSet.token.contains(line[methodEnd]) { methodEnd += 1 }
        guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == Byte.space,
            let target = Target(refused: line, from: methodEnd + 1), case .range(let path) = target.path
        else { return nil }
        minorVersion = 1
        method = HTTPMethod(token: line.extracting(0..<methodEnd))
        methodRange = 0..<methodEnd
        targetRange = (methodEnd + 1)..<path.upperBound
        self.target = target
    }

    /// `HTTP-version` of RFC 9112 §2.3: case-sensitive, one digit on each side of the dot.
    private static func minorVersion(_ text: Span<UInt8>) throws(ProtocolError) -> Int {
        guard text.count == 8, ASCII.equal(text.extracting(0..<5), "HTTP/"),
            Byte.isDigit(text[5]), text[6] == Byte.dot, Byte.isDigit(text[7])
        else { throw .malformedRequestLine }
        guard text[5] == 0x31 else { throw .versionUnsupported }
        // RFC 9110 §2.5: a higher minor version is treated as the highest known one.
        return text[7] == Byte.zero ? 0 : 1
    }
}
