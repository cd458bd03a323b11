package import Wire

/// Everything that can go wrong between a request and its answer, as facts. Only a provider turns it into words.
package enum Failure: Error, Sendable {
    /// The body is not JSON. The document holds the part that could be read.
    case malformedBody(JSONDocument)
    /// The body has a media type that the route does not read.
    case unsupportedMediaType
    /// The body has a content coding (RFC 9110 §8.4) that the route does not read.
    case unsupportedEncoding
    /// The body is JSON and breaks at least one rule.
    case invalid([Issue])
    /// The caller is unknown.
    case unauthenticated(Unauthenticated)
    /// The caller is known, but may not do this.
    case forbidden
    /// A kind of the catalogue has entries, but none with this reference.
    case unknownReference(kind: String, reference: String)
    /// The account has no such session.
    case unknownSession
    /// No route has this path.
    case unknownRoute
    /// The path exists, with these methods only.
    case methodNotAllowed([HTTPMethod])
    /// The path exists without the slashes at its end, or with a slash if it has none.
    case trailingSlash(location: String)
    /// The session's status does not allow the call.
    case wrongStatus(Status)
    /// The `Idempotency-Key` is not 1 to 255 visible characters. Blanks are allowed if it is quoted.
    case invalidIdempotencyKey
    /// The key was used before with another body.
    case idempotencyConflict
    /// The first call under the key has no answer yet. Seconds until it should have one.
    case idempotencyInFlight(retryAfterSeconds: Int)
    /// The caller sends more requests than this quota allows. Seconds until it allows another one.
    case rateLimited(Quota, retryAfterSeconds: Int)
    /// Something that the route needs is not configured.
    case notConfigured
    /// The gateway cannot do it at present: it is full, is stopping, or cannot write. Seconds until a retry makes
    /// sense.
    case unavailable(retryAfterSeconds: Int)
    /// The server does not accept the request: it is too large, too slow, or not HTTP.
    case transport(ProtocolError)
    /// The gateway has an error of its own.
    case internalError

    /// Why a caller is unknown.
    package enum Unauthenticated: Sendable, CaseIterable {
        /// There is no credential of a kind that the provider accepts.
        case missing
        /// The credential does not have the form of this provider's credentials.
        case malformed
        /// The credential has the right form, but is not known.
        case unknown
        /// The identifier is known, but belongs to another secret.
        case mismatched
        /// The credential is known, but is in the field of another kind of credential.
        case misplaced
    }
}

extension Failure {
    /// The kinds of failure. Each has a test for each provider.
    package enum Kind: String, Sendable, CaseIterable {
        case malformedBody, unsupportedMediaType, unsupportedEncoding, invalid, unauthenticated, forbidden
        case unknownReference, unknownSession, unknownRoute, methodNotAllowed, trailingSlash, wrongStatus
        case rateLimited, notConfigured, unavailable, transport, internalError
        case invalidIdempotencyKey, idempotencyConflict, idempotencyInFlight
    }

    /// The kind of this failure. The compiler demands one for each new failure.
    package var kind: Kind {
        switch self {
        case .malformedBody: .malformedBody
        case .unsupportedMediaType: .unsupportedMediaType
        case .unsupportedEncoding: .unsupportedEncoding
        case .invalid: .invalid
        case .unauthenticated: .unauthenticated
        case .forbidden: .forbidden
        case .unknownReference: .unknownReference
        case .unknownSession: .unknownSession
        case .unknownRoute: .unknownRoute
        case .methodNotAllowed: .methodNotAllowed
        case .trailingSlash: .trailingSlash
        case .wrongStatus: .wrongStatus
        case .rateLimited: .rateLimited
        case .notConfigured: .notConfigured
        case .unavailable: .unavailable
        case .transport: .transport
        case .internalError: .internalError
        case .invalidIdempotencyKey: .invalidIdempotencyKey
        case .idempotencyConflict: .idempotencyConflict
        case .idempotencyInFlight: .idempotencyInFlight
        }
    }
}
