package import Wire

/// One HTTP request to somebody else, complete and checked.
package struct OutgoingCall: Sendable {
    /// Why a request cannot be sent.
    package enum Fault: Error, Sendable, Equatable {
        /// `CONNECT`, `TRACE` or an unknown method.
        case method
        /// A field whose name is no token, which libcurl itself writes, or whose value has a control character, which
        /// could add a line to the head.
        case field(name: String)
        /// Content of a GET or HEAD.
        case body
    }

    /// The method.
    package let method: HTTPMethod
    /// Where the request goes.
    package let url: TargetURL
    /// The fields that are sent beside `Host`, `Accept` and `Content-Length`.
    package let fields: [HeaderField]
    /// The content.
    package let body: [UInt8]
    /// The bounds.
    package let limits: CallLimits

    /// Throws the first ``Fault``.
    package init(
        _ method: HTTPMethod, _ url: TargetURL, fields: [HeaderField] = [], body: [UInt8] = [],
        limits: CallLimits = CallLimits()
    ) throws(Fault) {
        guard ![.connect, .trace, .other].contains(method) else { throw .method }
        guard body.isEmpty || ![.get, .head].contains(method) else { throw .body }
        for field in fields where !Self.canSend(field) { throw .field(name: field.name) }
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.limits = limits
    }

    /// The fields that decide how a message is framed and where it goes (RFC 9110 §7, RFC 9112 §6).
    private static let written: Set<String> = [
        "connection", "content-length", "expect", "host", "te", "transfer-encoding", "upgrade",
    ]

    private static func canSend(_ field: HeaderField) -> Bool {
        !field.name.isEmpty && ByteSet.token.containsAll(Array(field.name.utf8).span)
            && !written.contains(field.name.lowercased())
            && field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
    }
}
