/// Reads request heads, RFC 9112 §2 to §5. Octets in, a head or a refusal out; no I/O and no clock.
///
/// The parser keeps no octets. It is handed everything received since the message began, again and again as more
/// arrives, and remembers how far it has come, so that a slow sender costs linear work. Each line is judged as soon as
/// it is whole, so that how the octets are cut never changes the outcome.
package struct RequestParser: Sendable {
    /// What has come of the octets so far.
    package enum Outcome: Sendable {
        /// The head is not whole yet.
        case more
        /// The head, and how many octets it took from the start of what was given.
        case head(RequestHead, byteCount: Int)
    }

    private static let fieldsExpected = 16

    private let limits: HTTPLimits
    /// Where the request line begins, after the empty lines that RFC 9112 §2.2 asks to ignore.
    private var start = 0
    private var blankLines = 0
    private var lineStart = 0
    /// Below this offset there is no line feed that has not been dealt with.
    private var searched = 0
    private var line: RequestLine?
    /// Whether a request line that is refused begins as one of HEAD does. The answer must have no content even so.
    package private(set) var asksForHead = false
    private var fields: [RequestHead.Field] = []

    /// A parser at the start of a message.
    package init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// What was read of a head that is refused, so that whose request it is can be told: its whole lines before the one
    /// it is refused for. Where that is the request line, its method and its path as far as that was read; nil where no path
    /// has begun.
    ///
    /// - Parameter bytes: those that ``parse(_:)`` was given.
    package func headSoFar(_ bytes: Span<UInt8>) -> RequestHead? {
        guard let line else { return lineSoFar(bytes) }
        let copy = bytes.extracting(start..<lineStart).withUnsafeBufferPointer { [UInt8]($0) }
        return RequestHead(bytes: copy, fields: fields, line: line, hostRange: try? host(in: copy.span))
    }

    private func lineSoFar(_ bytes: Span<UInt8>) -> RequestHead? {
        // No more than may be a request line, so that how the bytes are cut does not change what is told.
        let end = min(bytes.count, lineStart + limits.requestLineBytesMax)
        guard let line = RequestLine(refused: bytes.extracting(lineStart..<end)) else { return nil }
        let copy = bytes.extracting(lineStart..<(lineStart + line.targetRange.upperBound))
        return RequestHead(
            bytes: copy.withUnsafeBufferPointer { [UInt8]($0) }, fields: [], line: line, hostRange: nil)
    }

    /// Whether a request has begun: a server ignores blank lines before a request line (RFC 9112 §2.2).
    ///
    /// - Parameter bytes: those that ``parse(_:)`` was given.
    package func hasBegun(_ bytes: Span<UInt8>) -> Bool {
        guard line == nil, lineStart < bytes.count else { return line != nil }
        return bytes.count > lineStart + 1 || bytes[lineStart] != Octet.carriageReturn
    }

    /// Goes on with all octets received since the message began.
    package mutating func parse(_ bytes: Span<UInt8>) throws(ProtocolError) -> Outcome {
        var index = searched
        while true {
            index = EightBytes.firstPlace(of: Octet.lineFeed, in: bytes, from: index)
            guard index < bytes.count else { break }
            // What would have been refused before the line's end came is refused with it, too.
            try checkUnfinishedLine(bytes, end: index)
            guard index > lineStart, bytes[index - 1] == Octet.carriageReturn else { throw .malformedLineEnd }
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

    /// Refuses what is too long already, and what cannot become a request however it goes on, such as a TLS greeting.
    private mutating func checkUnfinishedLine(_ bytes: Span<UInt8>, end: Int) throws(ProtocolError) {
        guard line == nil else {
            guard end - start <= limits.headBytesMax else { throw .headTooLarge }
            return
        }
        guard lineStart < end else { return }
        let first = bytes[lineStart]
        guard OctetSet.token.contains(first) || first == Octet.carriageReturn else { throw .malformedRequestLine }
        // The CR of the line's end may be here already.
        guard end - lineStart <= limits.requestLineBytesMax + 1 else {
            noteMethod(bytes, lineStart..<end)
            throw tooLong(bytes, lineStart..<end)
        }
    }

    /// Of a request line that may be refused, what its answer has to know.
    private mutating func noteMethod(_ bytes: Span<UInt8>, _ text: Range<Int>) {
        asksForHead = text.count >= 5 && ASCII.equal(bytes.extracting(text).extracting(first: 5), "HEAD ")
    }

    /// RFC 9112 §3: 501 for a method that is too long, 414 for a target.
    private func tooLong(_ bytes: Span<UInt8>, _ text: Range<Int>) -> ProtocolError {
        for index in text.prefix(limits.requestLineBytesMax) where bytes[index] == Octet.space {
            return .requestLineTooLong
        }
        return .methodTooLong
    }

    private func finish(_ bytes: Span<UInt8>, end: Int) throws(ProtocolError) -> RequestHead {
        guard let line else { throw .malformedRequestLine }
        guard end - start <= limits.headBytesMax else { throw .headTooLarge }
        let copy = bytes.extracting(start..<end).withUnsafeBufferPointer { [UInt8]($0) }
        let host = try host(in: copy.span)
        // RFC 9112 §3.2: an absolute-form target does not stand in for the field.
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
