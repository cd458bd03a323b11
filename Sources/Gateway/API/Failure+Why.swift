import Checkout
import Wire

extension Failure {
    /// The rule that refuses the request, in the gateway's own words, because a provider's words are made for its
    /// clients and often say less.
    var why: String {
        switch self {
        case .malformedBody(let document):
            document.text.isEmpty
                ? "The body is empty, and has to be JSON."
                : "The body is not JSON\(document.fault.map { ": \($0.words)" } ?? "")."
        case .unsupportedMediaType: "The Content-Type is not one that this call reads."
        case .unsupportedEncoding: "The body has a Content-Encoding, and this call reads none."
        case .invalid(let issues):
            issues.count == 1 ? "One rule is broken: see issues." : "\(issues.count) rules are broken: see issues."
        case .unauthenticated(.missing): "There is no credential of a kind that this provider takes."
        case .unauthenticated(.malformed): "The credential has not the form of this provider's."
        case .unauthenticated(.unknown): "The credential is nobody's."
        case .unauthenticated(.mismatched): "The credential's id is known, and its secret is another."
        case .unauthenticated(.misplaced): "The credential is known, and is shown in the place of another kind."
        case .forbidden: "The credential may read, and not create."
        case .unknownReference(let kind, let reference):
            "The catalogue has entries of the kind \(kind), and \"\(reference)\" is none of them."
        case .unknownSession: "The account has no such session."
        case .unknownRoute: "The provider has no create call at this path."
        case .methodNotAllowed: "The path has other methods."
        case .trailingSlash(let location): "The provider redirects this path, for the slash at its end, to \(location)."
        case .wrongStatus(let status): "The session is \(status)."
        case .invalidIdempotencyKey:
            "The Idempotency-Key is not 1 to 255 visible ASCII characters, once, in quotes where blanks are among them."
        case .idempotencyConflict: "The Idempotency-Key was used before with another body."
        case .idempotencyInFlight: "The first call with this Idempotency-Key has no answer yet."
        case .rateLimited: "The caller is over its rate."
        case .notConfigured:
            "The catalogue has no default for what is bought, and no request to this provider names it."
        case .unavailable: "The gateway cannot serve now."
        case .transport(let error): error.reason
        case .internalError: "The gateway failed."
        }
    }
}
