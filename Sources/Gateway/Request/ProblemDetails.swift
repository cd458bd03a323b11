import Wire

/// Problem details (RFC 9457), the answer to failed requests that belong to no provider.
package struct ProblemDetails: Error {
    let status: Int
    /// A sentence about this request; nil if the status says everything.
    package var detail: String?
    var fields: [HeaderField] = []

    /// 503, with the seconds after which to try again.
    static func unavailable(_ detail: String? = nil, retryAfterSeconds seconds: Int) -> ProblemDetails {
        ProblemDetails(status: 503, detail: detail, fields: [HeaderField(name: "Retry-After", value: "\(seconds)")])
    }

    /// The answer. Without a `type`, the status alone says what the problem is (RFC 9457 §4.2.1).
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
