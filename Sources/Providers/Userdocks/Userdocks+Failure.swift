package import Checkout
package import Wire

extension Userdocks {
    package func render(_ failure: Failure) -> Response {
        .json(status(of: failure), failure.headerFields) { json in
            json.member("success", false)
            json.member("error", message(for: failure))
            json.name("message")
            json.null()
            json.name("data")
            json.null()
        }
    }

    /// The contract has 400, 401, 403 and 500. A failure outside its table keeps the status that HTTP defines for it.
    private func status(of failure: Failure) -> Int {
        switch failure {
        case .unsupportedMediaType, .unsupportedEncoding, .unknownReference, .idempotencyConflict: 400
        default: failure.naturalStatus
        }
    }

    private func message(for failure: Failure) -> String {
        switch failure {
        case .malformedBody: "The request body is not valid JSON"
        case .unsupportedMediaType: "The content type must be application/json"
        case .unsupportedEncoding: "The content encoding is not supported"
        case .invalid(let issues): sentence(for: issues[0])
        case .unauthenticated(.missing): "Unauthorized"
        case .unauthenticated: "The credentials are not valid"
        case .forbidden: "The key has no write access"
        case .unknownReference(let kind, _): "\(kind.split(separator: ".").last ?? "reference") is not known"
        case .unknownSession: "The checkout session is not known"
        case .unknownRoute, .trailingSlash: "Not found"
        case .methodNotAllowed: "Method not allowed"
        case .wrongStatus: "The status of the checkout session does not allow this"
        case .invalidIdempotencyKey: IdempotencyWords.invalidKey
        case .idempotencyConflict: IdempotencyWords.conflict
        case .idempotencyInFlight: IdempotencyWords.inFlight
        case .rateLimited: "Too many requests"
        case .notConfigured: "Checkout is not configured"
        case .unavailable: "Service unavailable, try again"
        case .transport(let error): error.reason
        case .internalError: "Internal server error"
        }
    }

    /// The message names the first wrong member, in the order of the contract.
    private func sentence(for issue: Issue) -> String {
        guard case .member(let name)? = issue.path.first else { return "The request body must be a JSON object" }
        return switch issue.rule {
        case .missing, .missingAll: "\(name) is required"
        case .duplicate: "\(name) is there twice"
        case .type(.string): "\(name) must be a string"
        case .type(.boolean): "\(name) must be a boolean"
        case .type(.integer), .fractional: "\(name) must be a whole number"
        case .type(.object): "\(name) must be an object"
        case .type(.array): "\(name) must be an array"
        case .range(let low, let high): "\(name) must be between \(low) and \(high)"
        case .choice(let words): "\(name) must be one of \(words.joined(separator: ", "))"
        case .format(.country): "\(name) must be an ISO 3166-1 alpha-2 country code"
        case .format(.prefixed(let prefix)): "\(name) must begin with \(prefix)"
        case .format(.urlSafe): "\(name) may hold letters, digits, dots, underscores and hyphens only"
        case .format: "\(name) is not well formed"
        case .length(let count): "\(name) must be \(count) characters long"
        case .own: "\(name) is not valid"
        }
    }
}
