package import Checkout
package import Wire

extension Meteroid {
    /// `RestErrorResponse` of the contract. The message is the server's if that is known, and the status is HTTP's own if
    /// the contract names none.
    package func render(_ failure: Failure) -> Response {
        switch failure {
        case .malformedBody(let document):
            return Self.error(400, .badRequest, MeteroidWords.message(document))
        case .invalid(let issues):
            return Self.error(400, .badRequest, issues.first.map(MeteroidWords.message) ?? "Bad request")
        case .unsupportedMediaType:
            return Self.error(415, .badRequest, "Expected request with `Content-Type: application/json`")
        case .unsupportedEncoding:
            // RFC 9110 §12.5.3: the codings that would have been accepted.
            let field = HeaderField(name: "Accept-Encoding", value: "identity")
            return Self.error(415, .badRequest, "Expected request without `Content-Encoding`", field)
        case .unauthenticated(let reason):
            // RFC 9110 §11.6.1: a 401 has a challenge. The vendor's server sends none.
            let field = HeaderField(name: "WWW-Authenticate", value: "Bearer")
            return Self.error(401, .unauthorized, Self.words(for: reason), field)
        case .forbidden:
            return Self.error(403, .forbidden, "Forbidden")
        case .unknownReference, .unknownSession, .unknownRoute, .trailingSlash:
            return Self.error(404, .notFound, "Resource not found")
        case .methodNotAllowed(let methods):
            let field = HeaderField(name: "Allow", value: methods.map { "\($0.name)" }.joined(separator: ", "))
            return Self.error(405, .badRequest, "Method not allowed", field)
        case .wrongStatus:
            return Self.error(400, .badRequest, MeteroidRule.cancellable.words)
        case .invalidIdempotencyKey:
            return Self.error(400, .badRequest, IdempotencyWords.invalidKey)
        case .idempotencyConflict:
            return Self.error(409, .conflict, IdempotencyWords.conflict)
        case .idempotencyInFlight(let seconds):
            return Self.error(409, .conflict, IdempotencyWords.inFlight, Self.retry(after: seconds))
        case .rateLimited(_, let seconds):
            return Self.error(429, .tooManyRequests, "Too many requests", Self.retry(after: seconds))
        case .notConfigured:
            return Self.error(503, .internalServerError, "Service is not configured")
        case .unavailable(let seconds):
            return Self.error(503, .internalServerError, "Service is unavailable", Self.retry(after: seconds))
        case .transport(let error):
            return Self.error(
                error.statusHint, error.statusHint < 500 ? .badRequest : .internalServerError, error.reason)
        case .internalError:
            let words = "Internal server error. Please refer to logs or support."
            return Self.error(500, .internalServerError, words)
        }
    }

    /// `ErrorCode` of the contract.
    private enum Code: String {
        case badRequest = "BAD_REQUEST"
        case notFound = "NOT_FOUND"
        case conflict = "CONFLICT"
        case forbidden = "FORBIDDEN"
        case unauthorized = "UNAUTHORIZED"
        case tooManyRequests = "TOO_MANY_REQUESTS"
        case internalServerError = "INTERNAL_SERVER_ERROR"
    }

    private static func words(for reason: Failure.Unauthenticated) -> String {
        switch reason {
        case .missing: "Invalid or missing Authorization header"
        case .malformed: "Invalid API key format"
        case .unknown, .misplaced: "Failed to resolve api key"
        case .mismatched: "Unauthorized. Invalid hash"
        }
    }

    private static func retry(after seconds: Int) -> HeaderField {
        HeaderField(name: "Retry-After", value: "\(seconds)")
    }

    private static func error(_ status: Int, _ code: Code, _ message: String, _ fields: HeaderField...) -> Response {
        let body = JSONWriter.object { writer in
            writer.member("code", code.rawValue)
            writer.member("message", message)
        }
        return Response(status: status, contentType: "application/json", fields: fields, body: body)
    }
}
