package import Checkout
package import Wire

/// Answers with pages and redirects, all with the same protective header fields.
package struct PageResponses: Sendable {
    private let policy: PagePolicy

    /// - Parameter digest: SHA-256, for the digests of the style and the script in the policy.
    package init(digest: (ArraySlice<UInt8>) -> Digest) {
        policy = PagePolicy(digest: digest)
    }

    /// A page.
    ///
    /// - Parameter formTargets: where the page's forms may lead. Browsers check each redirect after a form against
    ///   `form-action`, the shop's own redirects too. With only the shop's origin, a customer who has paid could get
    ///   stuck on the form if the shop redirects to another host, such as that of its login; Chromium does that. So the
    ///   list has the schemes of the success and cancel URL; for a page without these URLs it has only the page itself.
    func page(
        status: Int, _ body: [UInt8], formTargets: [ReturnTarget]? = nil, fields: [HeaderField] = []
    ) -> Response {
        var formAction = "'none'"
        if let formTargets {
            var sources = ["'self'"]
            for target in formTargets where !sources.contains(target.scheme) { sources.append(target.scheme) }
            formAction = sources.joined(separator: " ")
        }
        return Response(
            status: status, contentType: "text/html; charset=utf-8",
            fields: [HeaderField(name: "Content-Security-Policy", value: policy.text(formAction: formAction))]
                + Self.guarded + fields, body: body)
    }

    /// A page that belongs to no session.
    ///
    /// - Parameter seconds: when to try again, if that may help.
    package func problem(_ problem: PageProblem, retryAfterSeconds seconds: Int = 1) -> Response {
        var fields: [HeaderField] = []
        if problem == .method { fields.append(HeaderField(name: "Allow", value: "GET, HEAD, POST")) }
        if problem == .unavailable { fields.append(HeaderField(name: "Retry-After", value: "\(seconds)")) }
        return page(status: problem.status, PageWriter.problem(problem), fields: fields)
    }

    /// A page that says why an address opens no page.
    package func problem(_ fault: PageAddress.Fault) -> Response {
        switch fault {
        case .unknown: problem(PageProblem.unknown)
        case .forbidden: problem(PageProblem.forbidden)
        }
    }

    /// A redirect that is followed with GET (RFC 9110 §15.4.4).
    func redirect(_ location: String) -> Response {
        Response(status: 303, fields: [HeaderField(name: "Location", value: location)] + Self.guarded)
    }

    /// The URL of a page opens it, so browsers must not send it as a referrer, caches must not store the page, and
    /// search engines must not list it.
    private static let guarded = [
        HeaderField(name: "Cache-Control", value: "no-store"),
        HeaderField(name: "Referrer-Policy", value: "no-referrer"),
        HeaderField(name: "X-Content-Type-Options", value: "nosniff"),
        HeaderField(name: "X-Robots-Tag", value: "noindex, nofollow"),
    ]
}
