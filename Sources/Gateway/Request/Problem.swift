import Wire

/// Problem details (RFC 9457), for requests that are no provider's.
package struct Problem: Error {
    let status: Int
    /// A sentence about this one request; nil where the status says it all.
    package var detail: String?
    var fields: [HeaderField] = []

    /// 503, to be tried again.
    static func unavailable(_ detail: String? = nil, retryAfterSeconds seconds: Int) -> Problem {
        Problem(status: 503, detail: detail, fields: [HeaderField(name: "Retry-After", value: "\(seconds)")])
    }

    /// The answer. Without a `type` of its own a problem is what its status says (RFC 9457 §4.2.1).
    var response: Response {
        Response(
            status: status, contentType: "application/problem+json", fields: fields,
            body: JSONWriter.object { json in
                json.member("type", "about:blank")
                json.member("title", "\(ReasonPhrase.of(status))")
                json.member("status", Int64(status))
                if let detail { json.member("detail", detail) }
            })
    }
}
