/// Reads request heads, RFC 9112 §2 to §5. Bytes go in, a head or a refusal comes out; there is no I/O and no clock.
///
/// The parser keeps no bytes. Each time that bytes arrive, the caller passes all bytes of the message so far; the
/// parser remembers how far it has read, so that a slow sender costs linear work. It checks each line as soon as the
/// line is whole, so that the outcome does not depend on how the bytes are cut.
package struct RequestParser: Sendable {
    /// The result of reading the bytes so far.
    package enum Outcome: Sendable {
        /// The head is not whole yet.
        case more
        /// The head, and how many of the given bytes it took.
        case head(RequestHead, byteCount: Int)
    }

    private static let fieldsExpected = 16

    private let limits: HTTPLimits
    /// The offset of the request line, behind the empty lines that RFC 9112 §2.2 asks to ignore.
    private var start = 0
    private var blankLines = 0
    private var lineStart = 0
    /// The offset from which the next line feed is searched.
    private var searched = 0
    private var line: RequestLine?
    /// Whether a refused request line begins with HEAD. Its answer must have no content either.
    package private(set) var asksForHead = false
    private var fields: [RequestHead.Field] = []

    /// A parser at the start of a message.
    package init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// The part of a refused head that was read: its lines before the refused one. If the request line is refused, its
    /// method and the beginning of its path; nil if no path has begun. It tells which provider the request was sent to,
    /// and so in whose form to refuse it.
    ///
    /// - Parameter bytes: the same as those given to ``parse(_:)``.
    package func headSoFar(_ bytes: Span<UInt8>) -> RequestHead? {
        guard let line else { return lineSoFar(bytes) }
        let copy = bytes.extracting(start..<lineStart).withUnsafeBufferPointer { [UInt8]($0) }
        return RequestHead(bytes: copy, fields: fields, line: line, hostRange: try? host(in: copy.span))
    }

    private func lineSoFar(_ bytes: Span<UInt8>) -> RequestHead? {
        // At most the length of a request line, so that the outcome does not depend on how the bytes are cut.
        let end = min(bytes.count, lineStart + limits.requestLineBytesMax)
        guard let line = RequestLine(refused: bytes.extracting(lineStart..<end)) else { return nil }
        let copy = bytes.extracting(lineStart..<(lineStart + line.targetRange.upperBound))
        return RequestHead(
            bytes: copy.withUnsafeBufferPointer { [UInt8]($0) }, fields: [], line: line, hostRange: nil)
    }

    /// Whether a request has begun; blank lines before a request line are ignored (RFC 9112 §2.2).
    ///
    /// - Parameter bytes: the same as those given to ``parse(_:)``.
    package func hasBegun(_ bytes: Span<UInt8>) -> Bool {
        guard line == nil, lineStart < bytes.count else { return line != nil }
        return bytes.count > lineStart + 1 || bytes[lineStart] != Byte.carriageReturn
    }

    /// Continues to read. `bytes` are all bytes since the message began.
    package mutating func parse(_ bytes: Span<UInt8>) throws(ProtocolError) -> Outcome {
        var index = searched
        while true {
            index = EightBytes.firstIndex(of: Byte.lineFeed, in: bytes, from: index)
            guard index < bytes.count else { break }
            // A line that is refused when it comes in pieces is refused as well when it comes at once.
            try checkUnfinishedLine(bytes, end: index)
            guard index > lineStart, bytes[index - 1] == Byte.carriageReturn else { throw .malformedLineEnd }
            let text = lineStart..<(index - 1)
            index += 1
            if line == nil {
                try takeFirstLine(bytes, text)
            } else if text.isEmpty {
                return .head(try finish(bytes, end: index), byteCount: index)
            } else {
                try takeField(bytes, text)
            }
            lineStart = index
        }
        searched = index
        try checkUnfinishedLine(bytes, end: index)
        return .more
    }

    private mutating func takeFirstLine(_ bytes: Span<UInt8>, _ text: Range<Int>) throws(ProtocolError) {
        if text.isEmpty {
            blankLines += 1
            guard blankLines <= limits.leadingBlankLinesMax else { throw .malformedRequestLine }
            start = text.upperBound + 2
            return
        }
        noteMethod(bytes, text)
        guard text.count <= limits.requestLineBytesMax else { throw tooLong(bytes, text) }
        line = try RequestLine(bytes.extracting(text))
        fields.reserveCapacity(RequestParser.fieldsExpected)
    }

    private mutating func takeField(_ bytes: Span<UInt8>, _ text: Range<Int>) throws(ProtocolError) {
        guard text.upperBound + 2 - start <= limits.headBytesMax, fields.count < limits.fieldLinesMax else {
            throw .headTooLarge
        }
        let line = try FieldLine(bytes, in: text)
        fields.append(
            RequestHead.Field(
                nameStart: UInt32(truncatingIfNeeded: text.lowerBound - start),
                nameEnd: UInt32(truncatingIfNeeded: line.nameEnd - start),
                valueStart: UInt32(truncatingIfNeeded: line.value.lowerBound - start),
                valueEnd: UInt32(truncatingIfNeeded: line.value.upperBound - start)))
    }

    /// Refuses a line that is too long already, and one that cannot become a request line, such as a TLS greeting.
    private mutating func checkUnfinishedLine(_ bytes: Span<UInt8>, end: Int) throws(ProtocolError) {
        guard line == nil else {
            guard end - start <= limits.headBytesMax else { throw .headTooLarge }
            return
        }
        guard lineStart < end else { return }
        let first = bytes[lineStart]
        guard ByteSet.token.contains(first) || first == Byte.carriageReturn else { throw .malformedRequestLine }
        // The last byte may be the CR of the line's end, which does not count.
        guard end - lineStart <= limits.requestLineBytesMax + 1 else {
            noteMethod(bytes, lineStart..<end)
            throw tooLong(bytes, lineStart..<end)
        }
    }

    /// Notes the method of a request line that may be refused, because the answer depends on it.
    private mutating func noteMethod(_ bytes: Span<UInt8>, _ text: Range<Int>) {
        asksForHead = text.count >= 5 && ASCII.equal(bytes.extracting(text).extracting(first: 5), "HEAD ")
    }

    /// RFC 9112 §3: 501 for a method that is too long, 414 for a target that is too long.
    private func tooLong(_ bytes: Span<UInt8>, _ text: Range<Int>) -> ProtocolError {
        for index in text.prefix(limits.requestLineBytesMax) where bytes[index] == Byte.space {
            return .requestLineTooLong
        }
        return .methodTooLong
    }

    private func finish(_ bytes: Span<UInt8>, end: Int) throws(ProtocolError) -> RequestHead {
        guard let line else { throw .malformedRequestLine }
        guard end - start <= limits.headBytesMax else { throw .headTooLarge }
        let copy = bytes.extracting(start..<end).withUnsafeBufferPointer { [UInt8]($0) }
        let host = try host(in: copy.span)
        // RFC 9112 §3.2: a request with an absolute-form target needs a Host field as well.
        guard host != nil || line.minorVersion == 0 else { throw .missingHost }
        guard line.method != .connect else { throw .connectUnsupported }
        return RequestHead(bytes: copy, fields: fields, line: line, hostRange: host)
    }

    private func host(in head: Span<UInt8>) throws(ProtocolError) -> Range<Int>? {
        var host: Range<Int>?
        for field in fields {
            let name = head.extracting(Int(field.nameStart)..<Int(field.nameEnd))
            guard ASCII.equalIgnoringCase(name, "host") else { continue }
            let value = Int(field.valueStart)..<Int(field.valueEnd)
            guard host == nil, Authority.isValid(head.extracting(value)) else { throw .invalidHost }
            host = value
        }
        return host
    }
}
