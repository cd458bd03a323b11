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

    /// More than the names and numbers of a response take, and its reason phrase.
    private static let fixedBytesMax = 160

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
        // A closure that uses the response copies all of it, so the closures below use only its parts.
        let (status, contentType, requestID, body) = (
            response.status, response.contentType, response.requestID, response.body
        )
        precondition((200...599).contains(status), "A handler answers with a final status code.")
        let length = status == 205 ? 0 : body.count
        // RFC 9110 §8.6: no length with 204. With 304 it would be the length of the 200 response, which is not known
        // here.
        let hasLength = status != 204 && status != 304
        let lines = context.persists ? openLines : closingLines
        let contentTypeCount = contentType?.utf8.count ?? 0
        buffer.append(addingCapacity: Self.fixedBytesMax + lines.count + contentTypeCount) { out in
            out.append("HTTP/1.1 ")
            Decimal.append(status, digits: 3, to: &out)
            out.append(" ")
            out.append(ReasonPhrase.of(status))
            out.append(lines.span)
            if let contentType {
                out.append("\r\nContent-Type: ")
                Self.append(value: contentType, to: &out)
            }
            if hasLength {
                out.append("\r\nContent-Length: ")
                Decimal.append(length, digits: 1, to: &out)
            }
        }
        for field in response.fields { Self.append(field, to: &buffer) }
        if let shared = response.sharedFields { buffer.append(shared.lines.span) }
        let hasBody = hasLength && length > 0 && context.method != .head
        let requestIDCount = requestID?.utf8.count ?? 0
        buffer.append(addingCapacity: Self.fixedBytesMax + requestIDCount + (hasBody ? length : 0)) { out in
            if let requestID {
                out.append("\r\nX-Request-Id: ")
                Self.append(value: requestID, to: &out)
            }
            out.append("\r\n\r\n")
            if hasBody { out.append(body.span) }
        }
    }

    /// Appends a CRLF and a field line; appends nothing if a response may not set the field.
    static func append(_ field: HeaderField, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(utf8: "\r\n")
        buffer.append(utf8: field.name)
        guard isSendable(name: buffer.span.extracting((start + 2)...)) else {
            buffer.removeLast(buffer.count - start)
            return
        }
        buffer.append(addingCapacity: 2 + field.value.utf8.count) { out in
            out.append(": ")
            append(value: field.value, to: &out)
        }
    }

    private static func isSendable(name: Span<UInt8>) -> Bool {
        guard !name.isEmpty else { return false }
        for index in name.indices where !ByteSet.token.contains(name[index]) { return false }
        for other in ResponseEncoder.dropped where ASCII.equalIgnoringCase(name, other) { return false }
        return true
    }

    /// Appends the value of a field. A space replaces each byte that a value may not hold.
    private static func append(value: String, to out: inout OutputSpan<UInt8>) {
        let text = value.utf8.span
        let start = out.count
        out.append(text)
        // Most values hold no control character, and eight bytes are examined in one step.
        var at = 0
        while text.count - at >= 8, !EightBytes(text, at: at).hasControls { at += 8 }
        var written = out.mutableSpan
        for index in (start + at)..<written.count where !Byte.isFieldContent(written[index]) {
            written[index] = Byte.space
        }
    }
}
