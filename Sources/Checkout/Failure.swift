package import Wire

/// Everything that can go wrong between a request and its answer, as facts. A provider words it, once.
package enum Failure: Error, Sendable {
    /// The body is not JSON. The document is what could be read of it.
    case malformedBody(JSONDocument)
    /// The body is not of a type that the route reads.
    case unsupportedMediaType
    /// The body is coded (RFC 9110 §8.4) in a way that the route does not read.
    case unsupportedEncoding
    /// The body is JSON and breaks these rules, which are at least one.
    case invalid([Issue])
    /// Nobody, or nobody known, asks.
    case unauthenticated(Unauthenticated)
    /// Somebody known asks who may not.
    case forbidden
    /// A kind of the catalogue has entries and none by this reference.
    case unknownReference(kind: String, reference: String)
    /// The account has no such session.
    case unknownSession
    /// No route has this path.
    case unknownRoute
    /// The path has other methods.
    case methodNotAllowed([HTTPMethod])
    /// The path is known without the slashes at its end, or with one where it has none.
    case trailingSlash(location: String)
    /// The session has another status than the call needs.
    case wrongStatus(Status)
    /// The `Idempotency-Key` is not 1 to 255 visible characters, among which blanks may be where it is quoted.
    case invalidIdempotencyKey
    /// The key came before with another body.
    case idempotencyConflict
    /// The first call under the key has no answer yet. Seconds until it should.
    case idempotencyInFlight(retryAfterSeconds: Int)
    /// More requests than this quota lets the caller send. Seconds until there is room.
    case rateLimited(Quota, retryAfterSeconds: Int)
    /// What the route needs was never configured.
    case notConfigured
    /// The gateway cannot do it now: it is full, stopping, or cannot write. Seconds until a retry makes sense.
    case unavailable(retryAfterSeconds: Int)
    /// The request is not one that this server takes: too large, too slow, or not HTTP.
    case transport(ProtocolError)
    /// The gateway failed to do what it should have.
    case internalError

    /// Why a caller is not known.
    package enum Unauthenticated: Sendable, CaseIterable {
        /// No credential, or not of a kind that the provider takes.
        case missing
        /// Not in the form that credentials of this provider have.
        case malformed
        /// Well formed, and nobody's.
        case unknown
        /// Somebody's name with another secret.
        case mismatched
        /// Somebody's, in the place of another kind of credential.
        case misplaced
    }
}

extension Failure {
    /// The kinds of failure, each of which has a test for each provider.
    package enum Kind: String, Sendable, CaseIterable {
        case malformedBody, unsupportedMediaType, unsupportedEncoding, invalid, unauthenticated, forbidden
        case unknownReference, unknownSession, unknownRoute, methodNotAllowed, trailingSlash, wrongStatus
        case rateLimited, notConfigured, unavailable, transport, internalError
        case invalidIdempotencyKey, idempotencyConflict, idempotencyInFlight
    }

    /// Which kind this is. A new failure does not compile until it has one.
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
