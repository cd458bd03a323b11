/// How the server finds the end of a request's content, RFC 9112 §6.3.
package enum BodyFraming: Sendable, Equatable {
    /// No content.
    case none
    /// Content of this many bytes, at least one.
    case length(Int)
    /// Chunked content, which ends with its last chunk.
    case chunked

    /// Decides from the head, or throws the reason why no safe decision is possible.
    package init(_ head: borrowing RequestHead, limits: HTTPLimits) throws(ProtocolError) {
        guard head.count(of: "transfer-encoding") == 0 else {
            try BodyFraming.checkTransferEncoding(head)
            // RFC 9112 §6.1: a server ought to treat such a message as an error. A proxy that reads the other field
            // would see a different request.
            guard head.count(of: "content-length") == 0 else { throw .conflictingFraming }
            self = .chunked
            return
        }
        // RFC 9110 §8.6: a server may merge repeated fields of equal value or refuse them. Refusing leaves no doubt.
        guard let value = head.singleValue(of: "content-length") else {
            guard head.count(of: "content-length") == 0 else { throw .invalidContentLength }
            self = .none
            return
        }
        let length = try BodyFraming.length(value, max: limits.bodyBytesMax)
        self = length == 0 ? .none : .length(length)
    }

    /// `1*DIGIT`. The loop checks all digits before it compares the length with the bound, so that a value that is not
    /// a number is always 400. The length stops growing above the bound, so that no number of digits overflows.
    private static func length(_ value: ArraySlice<UInt8>, max: Int) throws(ProtocolError) -> Int {
        guard !value.isEmpty else { throw .invalidContentLength }
        var length = 0
        for byte in value {
            guard Byte.isDigit(byte) else { throw .invalidContentLength }
            if length <= max { length = length * 10 + Int(byte - Byte.zero) }
        }
        guard length <= max else { throw .bodyTooLarge }
        return length
    }

    /// RFC 9112 §6.1 and §6.3: `chunked` must be the only coding of a request. A different coding before it is not
    /// supported (501); anything else leaves the length unknown (400).
    private static func checkTransferEncoding(_ head: borrowing RequestHead) throws(ProtocolError) {
        // HTTP/1.0 has no transfer codings; §6.1 says to treat the framing as faulty.
        guard head.version > 0 else { throw .invalidTransferEncoding }
        var isChunked = false
        var fault: ProtocolError?
        head.forEach("transfer-encoding") { value in
            OptionList.forEach(in: value) { coding in
                if isChunked {
                    fault = .invalidTransferEncoding
                } else if ASCII.equalIgnoringCase(coding, "chunked") {
                    isChunked = true
                } else if coding.count == 0 || !isToken(coding) {
                    fault = fault ?? .invalidTransferEncoding
                } else {
                    fault = fault ?? .transferCodingUnsupported
                }
            }
        }
        if let fault { throw fault }
    }

    private static func isToken(_ text: Span<UInt8>) -> Bool {
        for index in 0..<text.count where !ByteSet.token.contains(text[index]) { return false }
        return true
    }
}
