package import Checkout
package import Wire

extension __TYPE__ {
    /// FILL IN the shape of the contract's errors, and its statuses.
    package func render(_ failure: Failure) -> Response {
        .json(failure.naturalStatus, failure.headerFields) { json in
            json.object("error") { json in
                json.member("type", kind(of: failure))
                json.member("message", message(for: failure))
            }
        }
    }

    /// FILL IN the codes of the contract's errors.
    private func kind(of failure: Failure) -> String {
        switch failure.naturalStatus {
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "not_found"
        case 409: "conflict"
        case 429: "rate_limited"
        case 500...: "internal_error"
        default: "invalid_request"
        }
    }

    /// FILL IN the vendor's words, as far as they are known.
    private func message(for failure: Failure) -> String {
        switch failure {
        case .malformedBody: "The request body is not valid JSON"
        case .unsupportedMediaType: "Content-Type must be application/json"
        case .unsupportedEncoding: "Content-Encoding is not supported"
        case .invalid(let issues): issues.map(sentence).joined(separator: "; ")
        case .unauthenticated(.missing): "A bearer token is required"
        case .unauthenticated: "The bearer token is not valid"
        case .forbidden: "The credential does not permit this"
        case .unknownReference(let kind, let reference): "No such \(kind): \(reference)"
        case .unknownSession: "No such session"
        case .unknownRoute, .trailingSlash: "No such route"
        case .methodNotAllowed: "The method is not allowed for this route"
        case .wrongStatus: "The session's status does not allow this"
        case .invalidIdempotencyKey: IdempotencyWords.invalidKey
        case .idempotencyConflict: IdempotencyWords.conflict
        case .idempotencyInFlight: IdempotencyWords.inFlight
        case .rateLimited: "Too many requests"
        case .notConfigured: "Checkout is not configured"
        case .unavailable: "The service cannot take this request now; try again"
        case .transport(let error): error.reason
        case .internalError: "Something went wrong"
        }
    }

    /// FILL IN the words for each rule that ``read(_:)`` checks.
    private func sentence(for issue: Issue) -> String {
        let path = issue.path.map { step in
            switch step {
            case .member(let name): name
            case .element(let index): "\(index)"
            }
        }.joined(separator: ".")
        return switch issue.rule {
        case .missing: "\(path) is required"
        case .duplicate: "\(path) is there twice"
        default: "\(path.isEmpty ? "the body" : path) is not valid"
        }
    }
}
