/// Why the server refuses a request before a handler sees it.
///
/// Each case has a status code. The code that answers the client chooses the form of the answer.
package enum ProtocolError: Error, Sendable, Hashable, CaseIterable {
    /// RFC 9112 §3: not `method SP request-target SP HTTP-version`.
    case malformedRequestLine
    /// RFC 9112 §3.2: the target has no form that the method allows, or it holds bytes that a target may not hold.
    case malformedTarget
    /// RFC 9112 §5: a field line without a colon, with white space before it, folded, or with control characters.
    case malformedField
    /// RFC 9112 §2.2: a line that ends in LF without CR, or that holds a bare CR.
    case malformedLineEnd
    /// RFC 9112 §3.2: an HTTP/1.1 request without `Host`.
    case missingHost
    /// RFC 9112 §3.2: more than one `Host`, or one that is not `uri-host [ ":" port ]`.
    case invalidHost
    /// RFC 9112 §6.3: `Content-Length` is repeated, or holds anything but digits.
    case invalidContentLength
    /// RFC 9112 §6.1: `Transfer-Encoding` does not end in exactly one `chunked`, or is used in HTTP/1.0.
    case invalidTransferEncoding
    /// RFC 9112 §6.3: `Transfer-Encoding` and `Content-Length` together, a sign of request smuggling.
    case conflictingFraming
    /// RFC 9112 §7.1: chunked content that does not follow the grammar.
    case malformedChunk
    /// RFC 9112 §8: the client closed its side in the middle of a request.
    case incompleteRequest
    /// RFC 9110 §15.5.9: the head was not complete in time.
    case headTimeout
    /// RFC 9110 §15.5.9: the client stopped sending content, or did not complete it in time.
    case bodyTimeout
    /// RFC 9110 §15.5.14: more content than `HTTPLimits.bodyBytesMax`.
    case bodyTooLarge
    /// RFC 9112 §7.1.1: chunk extensions beyond `HTTPLimits.chunkExtensionBytesMax`.
    case chunkExtensionsTooLarge
    /// RFC 9112 §3: a request line beyond `HTTPLimits.requestLineBytesMax`.
    case requestLineTooLong
    /// RFC 9110 §10.1.1: an expectation other than `100-continue`.
    case expectationFailed
    /// RFC 6585 §5: a head beyond `HTTPLimits.headBytesMax` or `HTTPLimits.fieldLinesMax`.
    case headTooLarge
    /// RFC 6585 §5: a trailer section beyond `HTTPLimits.trailerBytesMax` or `HTTPLimits.trailerLinesMax`.
    case trailersTooLarge
    /// RFC 9112 §3: a method that is longer than every known method.
    case methodTooLong
    /// RFC 9110 §9.3.6: `CONNECT` asks for a tunnel, and this server is not a proxy.
    case connectUnsupported
    /// RFC 9112 §6.1: a transfer coding that this server does not support.
    case transferCodingUnsupported
    /// RFC 9110 §15.6.6: a major version other than 1.
    case versionUnsupported

    /// The status code to answer with.
    package var statusHint: Int {
        switch self {
        case .malformedRequestLine, .malformedTarget, .malformedField, .malformedLineEnd, .missingHost, .invalidHost,
            .invalidContentLength, .invalidTransferEncoding, .conflictingFraming, .malformedChunk, .incompleteRequest:
            400
        case .headTimeout, .bodyTimeout: 408
        case .bodyTooLarge, .chunkExtensionsTooLarge: 413
        case .requestLineTooLong: 414
        case .expectationFailed: 417
        case .headTooLarge, .trailersTooLarge: 431
        case .methodTooLong, .connectUnsupported, .transferCodingUnsupported: 501
        case .versionUnsupported: 505
        }
    }

    /// A short sentence for the client. It repeats no part of the request.
    package var reason: String {
        switch self {
        case .malformedRequestLine: "The request line is malformed."
        case .malformedTarget: "The request target is malformed."
        case .malformedField: "A header field is malformed."
        case .malformedLineEnd: "A line does not end in CRLF."
        case .missingHost: "The Host field is missing."
        case .invalidHost: "The Host field is not valid."
        case .invalidContentLength: "The Content-Length field is not valid."
        case .invalidTransferEncoding: "The Transfer-Encoding field is not valid."
        case .conflictingFraming: "Content-Length and Transfer-Encoding exclude each other."
        case .malformedChunk: "The chunked content is malformed."
        case .incompleteRequest: "The request ended before it was complete."
        case .headTimeout: "The request head did not arrive in time."
        case .bodyTimeout: "The request content did not arrive in time."
        case .bodyTooLarge: "The request content is too large."
        case .chunkExtensionsTooLarge: "The chunk extensions are too large."
        case .requestLineTooLong: "The request line is too long."
        case .expectationFailed: "The expectation cannot be met."
        case .headTooLarge: "The header section is too large."
        case .trailersTooLarge: "The trailer section is too large."
        case .methodTooLong: "The method is not implemented."
        case .connectUnsupported: "CONNECT is not implemented."
        case .transferCodingUnsupported: "The transfer coding is not implemented."
        case .versionUnsupported: "The HTTP version is not supported."
        }
    }
}
