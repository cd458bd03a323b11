/// How the end of a request's content is found, RFC 9112 §6.3.
package enum BodyFraming: Sendable, Equatable {
    /// No content.
    case none
    /// So many octets; more than none.
    case length(Int)
    /// Chunked to its last chunk.
    case chunked

    /// Decides from the head, or says why no safe decision is possible.
    package init(_ head: borrowing RequestHead, limits: HTTPLimits) throws(ProtocolError) {
        guard head.count(of: "transfer-encoding") == 0 else {
            try BodyFraming.checkTransferEncoding(head)
            // RFC 9112 §6.1: such a message ought to be handled as an error; a proxy that read the other field would
            // see another request than we do.
            guard head.count(of: "content-length") == 0 else { throw .conflictingFraming }
            self = .chunked
            return
        }
        // RFC 9110 §8.6 allows repeats that agree to be merged or refused. Refusing leaves no doubt.
        guard let value = head.singleValue(of: "content-length") else {
            guard head.count(of: "content-length") == 0 else { throw .invalidContentLength }
            self = .none
            return
        }
        let length = try BodyFraming.length(value, max: limits.bodyBytesMax)
        self = length == 0 ? .none : .length(length)
    }

    /// `1*DIGIT`. All digits are looked at before the size is judged, so that nonsense is 400 whatever it begins with;
    /// the number stops growing once it is over the bound, so that no number of digits overflows.
    private static func length(_ value: ArraySlice<UInt8>, max: Int) throws(ProtocolError) -> Int {
        guard !value.isEmpty else { throw .invalidContentLength }
        var length = 0
        for octet in value {
            guard Octet.isDigit(octet) else { throw .invalidContentLength }
            if length <= max { length = length * 10 + Int(octet - Octet.zero) }
        }
        guard length <= max else { throw .bodyTooLarge }
        return length
    }

    /// RFC 9112 §6.1 and §6.3: `chunked` must be the one and last coding of a request. Another coding before it is not
    /// understood (501); anything else leaves the length unknown (400).
    private static func checkTransferEncoding(_ head: borrowing RequestHead) throws(ProtocolError) {
        // HTTP/1.0 knows no transfer codings: §6.1 asks to treat the framing as faulty.
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
        for index in 0..<text.count where !OctetSet.token.contains(text[index]) { return false }
        return true
    }
}
