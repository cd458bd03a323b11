import Checkout
import TestSupport
import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid failures` {
    /// One failure, and the beginning of the answer to it.
    struct Case: Sendable {
        let failure: Failure
        let status: Int
        let code: String
        var field: String?
        var message: String?
    }

    private static let cases = [
        Case(
            failure: .malformedBody(JSONDocument(utf8: [])), status: 400, code: "BAD_REQUEST",
            message: "Failed to parse the request body as JSON: EOF while parsing a value at line 1 column 0"),
        Case(
            failure: .unsupportedMediaType, status: 415, code: "BAD_REQUEST",
            message: "Expected request with `Content-Type: application/json`"),
        Case(
            failure: .unsupportedEncoding, status: 415, code: "BAD_REQUEST", field: "Accept-Encoding: identity"),
        Case(
            failure: .invalid([Checkout.Issue(MeteroidRule.cancellable.rule, at: [], input: nil, offset: 0)]),
            status: 400, code: "BAD_REQUEST",
            message: "Invalid input: Checkout session not found or cannot be cancelled"),
        Case(failure: .invalid([]), status: 400, code: "BAD_REQUEST"),
        Case(
            failure: .unauthenticated(.missing), status: 401, code: "UNAUTHORIZED", field: "WWW-Authenticate: Bearer",
            message: "Invalid or missing Authorization header"),
        Case(
            failure: .unauthenticated(.malformed), status: 401, code: "UNAUTHORIZED", field: "WWW-Authenticate: Bearer",
            message: "Invalid API key format"),
        Case(
            failure: .unauthenticated(.unknown), status: 401, code: "UNAUTHORIZED", field: "WWW-Authenticate: Bearer",
            message: "Failed to resolve api key"),
        Case(
            failure: .unauthenticated(.mismatched), status: 401, code: "UNAUTHORIZED",
            field: "WWW-Authenticate: Bearer",
            message: "Unauthorized. Invalid hash"),
        Case(failure: .forbidden, status: 403, code: "FORBIDDEN"),
        Case(
            failure: .unknownReference(kind: "meteroid.customer", reference: "x"), status: 404, code: "NOT_FOUND",
            message: "Resource not found"),
        Case(failure: .unknownSession, status: 404, code: "NOT_FOUND", message: "Resource not found"),
        Case(failure: .unknownRoute, status: 404, code: "NOT_FOUND", message: "Resource not found"),
        Case(failure: .trailingSlash(location: "/x"), status: 404, code: "NOT_FOUND", message: "Resource not found"),
        Case(
            failure: .methodNotAllowed([.post, .get]), status: 405, code: "BAD_REQUEST", field: "Allow: POST, GET"),
        Case(
            failure: .wrongStatus(.completed), status: 400, code: "BAD_REQUEST",
            message: "Invalid input: Checkout session not found or cannot be cancelled"),
        Case(
            failure: .invalidIdempotencyKey, status: 400, code: "BAD_REQUEST",
            message: "Idempotency-Key must be 1 to 255 visible ASCII characters"),
        Case(
            failure: .idempotencyConflict, status: 409, code: "CONFLICT",
            message: "The Idempotency-Key was used before with another request body"),
        Case(
            failure: .idempotencyInFlight(retryAfterSeconds: 1), status: 409, code: "CONFLICT",
            field: "Retry-After: 1"),
        Case(
            failure: .rateLimited(ProviderStage.quota, retryAfterSeconds: 7), status: 429, code: "TOO_MANY_REQUESTS",
            field: "Retry-After: 7"
        ),
        Case(failure: .notConfigured, status: 503, code: "INTERNAL_SERVER_ERROR"),
        Case(
            failure: .unavailable(retryAfterSeconds: 2), status: 503, code: "INTERNAL_SERVER_ERROR",
            field: "Retry-After: 2"),
        Case(failure: .transport(.malformedField), status: 400, code: "BAD_REQUEST"),
        Case(
            failure: .internalError, status: 500, code: "INTERNAL_SERVER_ERROR",
            message: "Internal server error. Please refer to logs or support."),
    ]

    @Test(arguments: cases)
    func `have a status, a code and a message`(_ one: Case) {
        let answer = Meteroid().render(one.failure)
        #expect(answer.status == one.status)
        #expect(answer.contentType == "application/json")
        #expect(answer.json?.member("code")?.string == one.code)
        #expect(answer.json?.members.map { $0.name.string } == ["code", "message"])
        #expect(answer.fields.map { "\($0.name): \($0.value)" } == (one.field.map { [$0] } ?? []))
        if let message = one.message { #expect(answer.message == message) }
    }

    @Test func `of every kind are here`() {
        #expect(Set(Self.cases.map(\.failure.kind)) == Set(Failure.Kind.allCases))
    }

    @Test func `name a line for any body that is refused`() throws {
        // Well-formed bodies are changed, cut and repeated. Every result must be answered.
        let vectors = try FixtureFile.json(of: "Tests/Providers/Meteroid/vectors.json").json
        let bodies = vectors.elements.compactMap { $0.member("request")?.member("body")?.stringBytes }.map(Array.init)
        try #require(!bodies.isEmpty)
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(state: seed)
        let bench = MeteroidBench()
        for _ in 0..<6_000 {
            var body = bodies[Int.random(in: 0..<bodies.count, using: &random)]
            for _ in 0..<Int.random(in: 1...3, using: &random) where !body.isEmpty {
                let at = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: body[at] = Array(#"{}[]",:\0-1.eEtfn \#u{1}é"#.utf8).randomElement(using: &random) ?? 0
                case 1: body.removeSubrange(at...)
                case 2: body.remove(at: at)
                default: body.insert(contentsOf: body[at..<min(body.count, at + 9)], at: at)
                }
            }
            let answer = bench.answer(.post, "/api/v1/checkout-sessions", MeteroidBench.fields, body)
            let isSane = [200, 400, 404].contains(answer.status) && (answer.json != nil)
            #expect(isSane, "seed \(seed): \(String(decoding: body, as: UTF8.self))")
            guard answer.status == 400, let message = answer.message else { continue }
            #expect(message.contains(" at line "), "seed \(seed): \(message)")
        }
    }
}

/// Random numbers from a seed, so that a failure can be reproduced.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
