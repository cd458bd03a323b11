import Wire

/// Problem details (RFC 9457), for requests that are no provider's.
struct Problem: Error {
    let status: Int
    let title: String
    var detail: String?
    var fields: [HeaderField] = []

    /// 503, to be tried again.
    static func unavailable(_ detail: String? = nil, retryAfterSeconds seconds: Int) -> Problem {
        Problem(
            status: 503, title: "Service Unavailable", detail: detail,
            fields: [HeaderField(name: "Retry-After", value: "\(seconds)")])
    }

    /// The phrase of RFC 9110 §15 for a status that the server itself refuses with.
    static func title(_ status: Int) -> StaticString {
        switch status {
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 431: "Request Header Fields Too Large"
        case 501: "Not Implemented"
        case 505: "HTTP Version Not Supported"
        default: "Bad Request"
        }
    }

    /// The answer. Without a `type` of its own a problem is what its status says (RFC 9457 §4.2.1).
    var response: Response {
        Response(
            status: status, contentType: "application/problem+json", fields: fields,
            body: JSONWriter.object { json in
                json.member("type", "about:blank")
                json.member("title", title)
                json.member("status", Int64(status))
                if let detail { json.member("detail", detail) }
            })
    }
}
