import Checkout
import Wire

extension Response {
    /// A response with one JSON object.
    static func json(_ status: Int, _ fields: [HeaderField] = [], body: (inout JSONWriter) -> Void) -> Response {
        Response(status: status, contentType: "application/json", fields: fields, body: JSONWriter.object(body))
    }
}

extension Failure {
    /// The status that HTTP itself defines for a failure, for contracts that name no other.
    var naturalStatus: Int {
        switch self {
        case .malformedBody, .invalid, .invalidIdempotencyKey: 400
        case .unauthenticated: 401
        case .forbidden: 403
        case .unknownReference, .unknownSession, .unknownRoute: 404
        case .methodNotAllowed: 405
        case .wrongStatus, .idempotencyConflict, .idempotencyInFlight: 409
        case .unsupportedMediaType, .unsupportedEncoding: 415
        case .rateLimited: 429
        case .trailingSlash: 404
        case .notConfigured, .unavailable: 503
        case .transport(let error): error.statusHint
        case .internalError: 500
        }
    }

    /// The header fields that HTTP requires in the answer to a failure, in every dialect.
    var headerFields: [HeaderField] {
        switch self {
        case .unauthenticated:
            // RFC 9110 §11.6.1: a 401 MUST name at least one challenge.
            [HeaderField(name: "WWW-Authenticate", value: "Bearer")]
        case .methodNotAllowed(let methods):
            // RFC 9110 §15.5.6: a 405 MUST list the allowed methods.
            [HeaderField(name: "Allow", value: methods.map { "\($0.name)" }.joined(separator: ", "))]
        case .rateLimited(_, let seconds), .unavailable(let seconds), .idempotencyInFlight(let seconds):
            [HeaderField(name: "Retry-After", value: "\(seconds)")]
        default:
            []
        }
    }
}
