package import Checkout
package import Wire

extension Duro {
    package func render(_ failure: Failure) -> Response {
        switch failure {
        case .invalid(let issues) where issues.contains { $0.rule == .duplicate }:
            error(
                400, "bad_request", "The request body names a member twice: \(names(of: issues, .duplicate))", failure)
        case .invalid(let issues):
            invalid(issues)
        case .malformedBody, .unsupportedMediaType:
            error(400, "bad_request", message(for: failure), failure)
        default:
            error(failure.naturalStatus, code(for: failure), message(for: failure), failure)
        }
    }

    /// A 422 with one entry for each wrong member. Its message describes the first of them.
    private func invalid(_ issues: [Issue]) -> Response {
        .json(422) { json in
            json.object("error") { json in
                json.member("code", "validation_error")
                json.member("message", sentence(for: issues[0]))
                json.array("details") { json in
                    for issue in issues {
                        json.object { json in
                            json.member("path", issue.dottedPath)
                            json.member("issue", words(for: issue))
                        }
                    }
                }
            }
        }
    }

    private func error(_ status: Int, _ code: String, _ message: String, _ failure: Failure) -> Response {
        .json(status, failure.headerFields) { json in
            json.object("error") { json in
                json.member("code", code)
                json.member("message", message)
            }
        }
    }

    /// The codes of Duro's published table of errors, by status.
    private func code(for failure: Failure) -> String {
        switch failure.naturalStatus {
        case 401: "unauthorized"
        case 403: "forbidden"
        case 404: "not_found"
        case 409: "conflict"
        case 429: "rate_limited"
        case 500...: "internal_error"
        default: "bad_request"
        }
    }

    private func message(for failure: Failure) -> String {
        switch failure {
        case .malformedBody: "The request body is not valid JSON"
        case .unsupportedMediaType: "Content-Type must be application/json"
        case .unsupportedEncoding: "Content-Encoding is not supported"
        case .invalid: "The request body is not valid"
        case .unauthenticated(.missing): "A bearer token is required"
        case .unauthenticated: "The bearer token is not valid"
        case .forbidden: "The credential does not permit this"
        case .unknownReference(let kind, _): "No such \(kind.split(separator: ".").last ?? "resource")"
        case .unknownSession: "No such checkout session"
        case .unknownRoute, .trailingSlash: "No such route"
        case .methodNotAllowed: "The method is not allowed for this route"
        case .wrongStatus: "The checkout session's status does not allow this"
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

    private func names(of issues: [Issue], _ rule: Rule) -> String {
        issues.filter { $0.rule == rule }.map(\.dottedPath).joined(separator: ", ")
    }

    /// The wording follows the published example: `amount must be a positive integer`.
    private func sentence(for issue: Issue) -> String {
        switch issue.rule {
        case .missingAll(let names): "either \(names.joined(separator: " or ")) is required"
        case .missing: "\(issue.dottedPath) is required"
        case .type(.object) where issue.path.isEmpty: "the request body must be an object"
        default: "\(issue.dottedPath) must be \(noun(for: issue))"
        }
    }

    /// The wording follows the published example: `expected positive integer`, without an article.
    private func words(for issue: Issue) -> String {
        switch issue.rule {
        case .missing: return "required"
        case .missingAll(let names): return "either \(names.joined(separator: " or ")) is required"
        default:
            let noun = noun(for: issue)
            let article = ["a ", "an "].first { noun.hasPrefix($0) } ?? ""
            return "expected \(noun.dropFirst(article.count))"
        }
    }

    private func noun(for issue: Issue) -> String {
        switch issue.rule {
        case .missing, .missingAll: "a value"
        case .duplicate: "one value"
        case .type(.string): "a string"
        case .type(.boolean): "a boolean"
        case .type(.integer), .fractional: "a positive integer"
        case .type(.object): "an object"
        case .type(.array): "an array"
        case .range(1, _) where isBelowOne(issue.input): "a positive integer"
        case .range(let low, let high): "an integer from \(low) to \(high)"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .format(.email): "an email address"
        case .format(.url): "an absolute http or https URL"
        case .format(.currency): "a currency code of three letters"
        case .format(.country): "a country code"
        case .format(.prefixed(let prefix)): "a text that begins with \(prefix)"
        case .format(.text): "a text that is not empty"
        case .format(.urlSafe): "letters, digits, dots, underscores and hyphens"
        case .length(let count): "\(count) characters"
        case .own: "a valid value"
        }
    }

    private func isBelowOne(_ number: JSON?) -> Bool {
        guard let number, number.source.first != UInt8(ascii: "-") else { return true }
        return JSONNumber.whole(number.source.span) == .exactly(0)
    }
}
