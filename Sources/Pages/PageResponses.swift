package import Checkout
package import Wire

/// Answers with pages and redirects, all with the same guard around them.
package struct PageResponses: Sendable {
    private let policy: PagePolicy

    /// - Parameter digest: SHA-256, by which the policy names the style and the script of the pages.
    package init(digest: (ArraySlice<UInt8>) -> Digest) {
        policy = PagePolicy(digest: digest)
    }

    /// A page.
    ///
    /// - Parameter formTargets: where a form of the page may lead. Browsers hold each redirect that follows a form to
    ///   `form-action`, the shop's own redirects included. Were only the shop's origin in it, a customer who has paid
    ///   and whose shop leads on to another host, such as that of its login, would be stuck on the form: Chromium does
    ///   so. Therefore the schemes of success and cancel URL are in it, and for a page without these itself alone.
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

    /// A page about no session.
    ///
    /// - Parameter seconds: when to try again, where that may help.
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

    /// To another place, with GET (RFC 9110 §15.4.4).
    func redirect(_ location: String) -> Response {
        Response(status: 303, fields: [HeaderField(name: "Location", value: location)] + Self.guarded)
    }

    /// The URL of a page opens it: no referrer may tell it, no cache may keep it, no search engine may list it.
    private static let guarded = [
        HeaderField(name: "Cache-Control", value: "no-store"),
        HeaderField(name: "Referrer-Policy", value: "no-referrer"),
        HeaderField(name: "X-Content-Type-Options", value: "nosniff"),
        HeaderField(name: "X-Robots-Tag", value: "noindex, nofollow"),
    ]
}
