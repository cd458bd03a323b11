import Checkout
import Wire

extension FastAPI {
    /// A failure in the wording of FastAPI and Starlette. A provider first renders the failures that it words in its
    /// own way.
    ///
    /// Where FastAPI has no wording, the detail is the standard phrase of the status, which is Starlette's default.
    static func render(_ failure: Failure) -> Response {
        switch failure {
        case .malformedBody(let document): render(malformed: document)
        case .invalid(let issues): render(issues)
        case .unauthenticated(let reason): render(reason)
        case .forbidden: detail(403, "Forbidden")
        case .unknownReference, .unknownSession, .unknownRoute: detail(404, "Not Found")
        case .methodNotAllowed(let methods):
            detail(405, "Method Not Allowed", HeaderField(name: "Allow", value: list(methods)))
        case .trailingSlash(let location):
            Response(status: 307, fields: [HeaderField(name: "Location", value: location)])
        case .wrongStatus: detail(409, "The session's status does not allow this")
        case .invalidIdempotencyKey: detail(400, IdempotencyWords.invalidKey)
        case .idempotencyConflict: idempotencyConflict(IdempotencyWords.conflict)
        case .idempotencyInFlight(let seconds): detail(409, IdempotencyWords.inFlight, retryAfter(seconds))
        case .unsupportedMediaType, .unsupportedEncoding: detail(415, "Unsupported Media Type")
        case .rateLimited(_, let seconds): detail(429, "Too Many Requests", retryAfter(seconds))
        case .notConfigured: detail(503, "Service is not configured")
        case .unavailable(let seconds): detail(503, "Service Unavailable", retryAfter(seconds))
        case .transport(let error): detail(error.statusHint, error.reason)
        case .internalError: detail(500, "Internal Server Error")
        }
    }

    /// `{"detail": …}`, the answer to an `HTTPException`.
    static func detail(_ status: Int, _ text: String, _ fields: HeaderField...) -> Response {
        json(status, fields) { $0.member("detail", text) }
    }

    /// A response with one JSON object. FastAPI names no charset.
    static func json(
        _ status: Int, _ fields: [HeaderField] = [], _ body: (inout JSONWriter) -> Void
    ) -> Response {
        Response(status: status, contentType: "application/json", fields: fields, body: JSONWriter.object(body))
    }

    /// RFC 9110 §10.2.3, in seconds.
    static func retryAfter(_ seconds: Int) -> HeaderField {
        HeaderField(name: "Retry-After", value: String(seconds))
    }

    private static func render(_ reason: Failure.Unauthenticated) -> Response {
        let challenge = HeaderField(name: "WWW-Authenticate", value: "Bearer")
        return switch reason {
        case .missing: detail(401, "Not authenticated", challenge)
        case .malformed, .unknown, .mismatched, .misplaced: detail(401, "Could not validate credentials", challenge)
        }
    }

    private static func render(malformed document: JSONDocument) -> Response {
        guard let fault = document.fault, let text = PythonDecodeError.text(for: fault.reason) else {
            return detail(400, "There was an error parsing the body")
        }
        let position = PythonDecodeError.position(of: fault, in: document.text)
        return json(422) { json in
            json.array("detail") { json in
                json.object { json in
                    json.member("type", "json_invalid")
                    json.member("loc", [.member("body"), .element(position)])
                    json.member("msg", "JSON decode error")
                    json.object("input") { _ in }
                    json.object("ctx") { $0.member("error", text) }
                }
            }
        }
    }

    private static func render(_ issues: [Issue]) -> Response {
        json(422) { json in
            json.array("detail") { json in for issue in issues { write(issue, to: &json) } }
        }
    }

    /// FastAPI's 422 is a list of issues, so this answer is one too. The issue is about a header field and does not
    /// repeat its value.
    private static func idempotencyConflict(_ message: String) -> Response {
        json(422) { json in
            json.array("detail") { json in
                json.object { json in
                    json.member("type", "idempotency_conflict")
                    json.member("loc", [.member("header"), .member("idempotency-key")])
                    json.member("msg", message)
                    json.name("input")
                    json.null()
                }
            }
        }
    }

    private static func write(_ issue: Issue, to json: inout JSONWriter) {
        let words = PydanticWords(issue.rule, issue.input)
        json.object { json in
            json.member("type", words.type)
            json.member("loc", issue.path)
            json.member("msg", words.message)
            json.name("input")
            if let input = issue.input { FastAPIEcho.write(input, to: &json) } else { json.null() }
            guard let context = words.context else { return }
            json.object("ctx") { json in
                switch context {
                case .expected(let words): json.member("expected", words)
                case .least(let number): json.member("ge", number)
                case .greatest(let number): json.member("le", number)
                }
            }
        }
    }

    private static func list(_ methods: [HTTPMethod]) -> String {
        methods.map { "\($0.name)" }.joined(separator: ", ")
    }
}
