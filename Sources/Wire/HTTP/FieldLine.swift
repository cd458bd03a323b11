/// One field line, RFC 9112 §5: `field-name ":" OWS field-value OWS`.
struct FieldLine {
    let nameEnd: Int
    let value: Range<Int>

    /// Reads the line in `text`, which ends before the CRLF. White space before the colon MUST be refused (§5.1). A
    /// line that begins with white space is refused as well, because it is folding (§5.2).
    init(_ bytes: Span<UInt8>, in text: Range<Int>) throws(ProtocolError) {
        var index = text.lowerBound
        while index < text.upperBound, ByteSet.token.contains(bytes[index]) { index += 1 }
        guard index > text.lowerBound, index < text.upperBound, bytes[index] == Byte.colon else {
            throw .malformedField
        }
        nameEnd = index
        index += 1
        while index < text.upperBound, Byte.isWhitespace(bytes[index]) { index += 1 }
        let start = index
        while index < text.upperBound {
            if index + 8 <= text.upperBound, !EightBytes(bytes, at: index).hasControls {
                index += 8
                continue
            }
            guard Byte.isFieldContent(bytes[index]) else { throw .malformedField }
            index += 1
        }
        while index > start, Byte.isWhitespace(bytes[index - 1]) { index -= 1 }
        value = start..<index
    }
}
