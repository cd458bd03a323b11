/// Encodes responses: head and content into one buffer, so that one system call sends both.
///
/// No text of a `Response` can end a line: names must be tokens, and a space replaces each byte that a value may not
/// hold.
package struct ResponseEncoder: Sendable {
    /// RFC 9110 §15.2.1: the interim answer that asks for the content. It has no fields.
    package static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static let dropped: [StaticString] = [
        "content-length", "transfer-encoding", "connection", "keep-alive", "date",
    ]

    private let keepAliveSeconds: Int
    private var dateSecond = Int64.min
    /// `Date` and the fields about the connection, for answers after which it stays open and for answers after which it
    /// closes. They are made once a second.
    private var openLines: [UInt8] = []
    private var closingLines: [UInt8] = []

    /// An encoder whose `Date` is the start of 1970 until `setClock` is called.
    ///
    /// - Parameter keepAliveSeconds: how long a connection may be idle after an answer. The answer tells it to the
    ///   client, because a client that sends its next request while the server closes the connection gets no answer.
    package init(keepAliveSeconds: Int) {
        self.keepAliveSeconds = keepAliveSeconds
        setClock(secondsSince1970: 0)
    }

    /// Sets the time for `Date`, in seconds since 1970. The lines are made again only when the second has changed.
    package mutating func setClock(secondsSince1970 second: Int64) {
        guard second != dateSecond else { return }
        dateSecond = second
        let date = Array("\r\nDate: ".utf8) + HTTPDate.render(secondsSince1970: second)
        // RFC 9110 §7.6.1: `Connection` names the fields that concern the connection, here `Keep-Alive`. The same word
        // tells an HTTP/1.0 client that the connection persists.
        openLines = date + Array("\r\nConnection: keep-alive\r\nKeep-Alive: timeout=\(keepAliveSeconds)".utf8)
        closingLines = date + Array("\r\nConnection: close".utf8)
    }

    /// Appends one complete response to `buffer`.
    package func encode(_ response: Response, in context: AnswerContext, into buffer: inout [UInt8]) {
        precondition((200...599).contains(response.status), "A handler answers with a final status code.")
        Self.append("HTTP/1.1 ", to: &buffer)
        Self.appendDecimal(response.status, to: &buffer)
        Self.append(" ", to: &buffer)
        Self.append(ReasonPhrase.of(response.status), to: &buffer)
        buffer.append(context.persists ? openLines.span : closingLines.span)
        if let contentType = response.contentType {
            Self.append("\r\nContent-Type: ", to: &buffer)
            Self.appendValue(contentType, to: &buffer)
        }
        let length = response.status == 205 ? 0 : response.body.count
        // RFC 9110 §8.6: no length with 204. With 304 it would be the length of the 200 response, which is not known
        // here.
        let hasLength = response.status != 204 && response.status != 304
        if hasLength {
            Self.append("\r\nContent-Length: ", to: &buffer)
            Self.appendDecimal(length, to: &buffer)
        }
        for field in response.fields { Self.append(field, to: &buffer) }
        if let shared = response.sharedFields { buffer.append(shared.lines.span) }
        if let requestID = response.requestID {
            Self.append("\r\nX-Request-Id: ", to: &buffer)
            Self.appendValue(requestID, to: &buffer)
        }
        Self.append("\r\n\r\n", to: &buffer)
        if hasLength, length > 0, context.method != .head {
            buffer.append(response.body.span)
        }
    }

    /// Appends a CRLF and a field line; appends nothing if a response may not set the field.
    static func append(_ field: HeaderField, to buffer: inout [UInt8]) {
        let start = buffer.count
        append("\r\n", to: &buffer)
        buffer.append(utf8: field.name)
        guard isSendable(name: buffer.span.extracting((start + 2)...)) else {
            buffer.removeLast(buffer.count - start)
            return
        }
        append(": ", to: &buffer)
        appendValue(field.value, to: &buffer)
    }

    private static func isSendable(name: Span<UInt8>) -> Bool {
        guard !name.isEmpty else { return false }
        for index in name.indices where !ByteSet.token.contains(name[index]) { return false }
        for other in ResponseEncoder.dropped where ASCII.equalIgnoringCase(name, other) { return false }
        return true
    }

    private static func appendValue(_ value: String, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(utf8: value)
        for index in start..<buffer.count where !Byte.isFieldContent(buffer[index]) { buffer[index] = Byte.space }
    }

    @inline(__always)
    private static func append(_ text: StaticString, to buffer: inout [UInt8]) {
        text.withUTF8Buffer { buffer.append(contentsOf: $0) }
    }

    private static func appendDecimal(_ number: Int, to buffer: inout [UInt8]) {
        if number >= 10 { appendDecimal(number / 10, to: &buffer) }
        buffer.append(Byte.zero + UInt8(truncatingIfNeeded: number % 10))
    }
}
