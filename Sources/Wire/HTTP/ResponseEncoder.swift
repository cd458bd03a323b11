/// Writes responses: head and content into one buffer, so that one system call sends them.
///
/// No text of a `Response` can end a line: field values are blanked octet by octet, names must be tokens.
package struct ResponseEncoder: Sendable {
    /// RFC 9110 §15.2.1: the interim answer that asks for the content. It has no fields.
    package static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    private static let dropped: [StaticString] = [
        "content-length", "transfer-encoding", "connection", "keep-alive", "date",
    ]

    private var dateSecond = Int64.min
    private var dateLine: [UInt8] = []

    /// An encoder whose `Date` is the start of 1970 until `setClock` is called.
    package init() {
        setClock(secondsSince1970: 0)
    }

    /// Tells the time for `Date`, in seconds since 1970. The line is made anew only when the second has changed.
    package mutating func setClock(secondsSince1970 second: Int64) {
        guard second != dateSecond else { return }
        dateSecond = second
        dateLine = Array("\r\nDate: ".utf8) + HTTPDate.render(secondsSince1970: second)
    }

    /// Adds one whole response to `buffer`.
    package func encode(_ response: Response, in context: AnswerContext, into buffer: inout [UInt8]) {
        precondition((200...599).contains(response.status), "A handler answers with a final status code.")
        append("HTTP/1.1 ", to: &buffer)
        appendDecimal(response.status, to: &buffer)
        append(" ", to: &buffer)
        append(ReasonPhrase.of(response.status), to: &buffer)
        buffer.append(dateLine.span)
        if let contentType = response.contentType {
            append("\r\nContent-Type: ", to: &buffer)
            appendValue(contentType, to: &buffer)
        }
        let length = response.status == 205 ? 0 : response.body.count
        // RFC 9110 §8.6: no length with 204. With 304 it would have to be that of the 200, which is not known here.
        let hasLength = response.status != 204 && response.status != 304
        if hasLength {
            append("\r\nContent-Length: ", to: &buffer)
            appendDecimal(length, to: &buffer)
        }
        if !context.persists {
            append("\r\nConnection: close", to: &buffer)
        } else if context.version == 0 {
            append("\r\nConnection: keep-alive", to: &buffer)
        }
        for field in response.fields { appendField(field, to: &buffer) }
        if let requestID = response.requestID {
            append("\r\nX-Request-Id: ", to: &buffer)
            appendValue(requestID, to: &buffer)
        }
        append("\r\n\r\n", to: &buffer)
        if hasLength, length > 0, context.method != .head {
            buffer.append(response.body.span)
        }
    }

    private func appendField(_ field: HeaderField, to buffer: inout [UInt8]) {
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

    private func isSendable(name: Span<UInt8>) -> Bool {
        guard !name.isEmpty else { return false }
        for index in name.indices where !OctetSet.token.contains(name[index]) { return false }
        for other in ResponseEncoder.dropped where ASCII.equalIgnoringCase(name, other) { return false }
        return true
    }

    private func appendValue(_ value: String, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(utf8: value)
        for index in start..<buffer.count where !Octet.isFieldContent(buffer[index]) { buffer[index] = Octet.space }
    }

    @inline(__always)
    private func append(_ text: StaticString, to buffer: inout [UInt8]) {
        text.withUTF8Buffer { buffer.append(contentsOf: $0) }
    }

    private func appendDecimal(_ number: Int, to buffer: inout [UInt8]) {
        if number >= 10 { appendDecimal(number / 10, to: &buffer) }
        buffer.append(Octet.zero + UInt8(truncatingIfNeeded: number % 10))
    }
}
