import Checkout
import Providers
import Testing
import Wire

/// For each provider and failure: the status of the answer, and a part of its body that only that provider's shape has.
@Suite struct `Table of failures` {
    /// One failure of each kind. A new kind does not compile until it is added here.
    static func sample(_ kind: Failure.Kind) -> Failure {
        let broken = JSONDocument(utf8: Array("{\"a\":".utf8))
        return switch kind {
        case .malformedBody: .malformedBody(broken)
        case .unsupportedMediaType: .unsupportedMediaType
        case .unsupportedEncoding: .unsupportedEncoding
        case .invalid: .invalid([Issue(.missing, at: [.member("amount")], input: nil, offset: 0)])
        case .unauthenticated: .unauthenticated(.missing)
        case .forbidden: .forbidden
        case .unknownReference: .unknownReference(kind: "duro.plan", reference: "plan_1")
        case .unknownSession: .unknownSession
        case .unknownRoute: .unknownRoute
        case .methodNotAllowed: .methodNotAllowed([.post])
        case .trailingSlash: .trailingSlash(location: "http://gateway.test/v1")
        case .wrongStatus: .wrongStatus(.completed)
        case .rateLimited: .rateLimited(ProviderStage.quota, retryAfterSeconds: 7)
        case .notConfigured: .notConfigured
        case .unavailable: .unavailable(retryAfterSeconds: 7)
        case .transport: .transport(.bodyTooLarge)
        case .internalError: .internalError
        case .invalidIdempotencyKey: .invalidIdempotencyKey
        case .idempotencyConflict: .idempotencyConflict
        case .idempotencyInFlight: .idempotencyInFlight(retryAfterSeconds: 7)
        }
    }

    /// The statuses in the order of `Failure.Kind.allCases`.
    static let statuses: [String: [Int]] = [
        "dollr": [
            422, 415, 415, 422, 401, 403, 404, 404, 404, 405, 307, 409, 429, 503, 503, 413, 500, 400, 422, 409,
        ],
        "duro": [
            400, 400, 415, 422, 401, 403, 404, 404, 404, 405, 404, 409, 429, 503, 503, 413, 500, 400, 409, 409,
        ],
        "meteroid": [
            400, 415, 415, 400, 401, 403, 404, 404, 404, 405, 404, 400, 429, 503, 503, 413, 500, 400, 409, 409,
        ],
        "billing": [
            422, 415, 415, 422, 401, 403, 404, 404, 404, 405, 307, 409, 429, 503, 503, 413, 500, 400, 422, 409,
        ],
        "userdocks": [
            400, 400, 400, 400, 401, 403, 400, 404, 404, 405, 404, 409, 429, 503, 503, 413, 500, 400, 400, 409,
        ],
    ]

    /// The beginning of the body of each provider's errors.
    static let shapes: [String: [String]] = [
        "dollr": [#"{"detail":"#],
        "duro": [#"{"error":{"code":""#],
        "meteroid": [#"{"code":""#],
        // Its rate limiter is another library, with another shape of errors.
        "billing": [#"{"detail":"#, #"{"error":"Rate limit exceeded"#],
        "userdocks": [#"{"success":false,"error":""#],
    ]

    @Test func `has a row for each provider and a column for each kind of failure`() {
        let names = Registry.providers.map { type(of: $0).name.text }
        #expect(Set(names) == Set(Self.statuses.keys))
        #expect(Set(names) == Set(Self.shapes.keys))
        for (name, row) in Self.statuses {
            #expect(row.count == Failure.Kind.allCases.count, "\(name) has \(row.count) cells")
        }
    }

    @Test(arguments: Registry.providers.indices, Failure.Kind.allCases)
    func `is answered with the provider's status and shape`(_ index: Int, _ kind: Failure.Kind) throws {
        let provider = Registry.providers[index]
        let name = type(of: provider).name.text
        let column = try #require(Failure.Kind.allCases.firstIndex(of: kind))
        let status = try #require(Self.statuses[name]?[column])
        let answer = provider.render(Self.sample(kind))
        #expect(answer.status == status, "\(name), \(kind)")
        if status == 307 {
            #expect(answer.body.isEmpty)
            #expect(answer.fields.contains(HeaderField(name: "Location", value: "http://gateway.test/v1")))
            return
        }
        let body = String(decoding: answer.body, as: UTF8.self)
        #expect(answer.contentType == "application/json")
        #expect(JSONDocument(utf8: answer.body).fault == nil, "\(body)")
        #expect(Self.shapes[name]?.contains { body.hasPrefix($0) } ?? false, "\(name), \(kind): \(body)")
        let fields = Dictionary(answer.fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        #expect((fields["WWW-Authenticate"] != nil) == (status == 401))
        #expect((fields["Allow"] == "POST") == (status == 405))
        if [.rateLimited, .unavailable, .idempotencyInFlight].contains(kind) { #expect(fields["Retry-After"] == "7") }
    }

    @Test(arguments: Registry.providers.indices, Failure.Unauthenticated.allCases)
    func `has a message for each reason why a caller is unknown`(_ index: Int, _ reason: Failure.Unauthenticated) {
        let answer = Registry.providers[index].render(.unauthenticated(reason))
        #expect(answer.status == 401)
        #expect(answer.fields.contains { $0.name == "WWW-Authenticate" })
    }

    @Test(arguments: Registry.providers.indices, ProtocolError.allCases)
    func `keeps the status of what the server refuses`(_ index: Int, _ error: ProtocolError) {
        #expect(Registry.providers[index].render(.transport(error)).status == error.statusHint)
    }
}
