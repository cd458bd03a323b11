import Checkout
import Providers
import TestSupport
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

    /// A table without a row for each provider fails, and names the missing ones.
    @Test(arguments: Registry.providers.indices)
    func `has a row for each provider`(_ index: Int) throws {
        #expect(try !ProviderFixture(of: Registry.providers[index]).statuses.isEmpty)
    }

    @Test(arguments: ProviderFixture.all, Failure.Kind.allCases)
    func `is answered with the provider's status and shape`(_ fixture: ProviderFixture, _ kind: Failure.Kind) throws {
        let status = try #require(fixture.statuses["\(kind)"])
        let answer = fixture.provider.render(Self.sample(kind))
        #expect(answer.status == status, "\(fixture), \(kind)")
        if status == 307 {
            #expect(answer.body.isEmpty)
            #expect(answer.fields.contains(HeaderField(name: "Location", value: "http://gateway.test/v1")))
            return
        }
        let body = String(decoding: answer.body, as: UTF8.self)
        #expect(answer.contentType == "application/json")
        #expect(JSONDocument(utf8: answer.body).fault == nil, "\(body)")
        #expect(fixture.errorBeginnings.contains { body.hasPrefix($0) }, "\(fixture), \(kind): \(body)")
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

    @Test func `keeps the status of a refusal by the server`() {
        for provider in Registry.providers {
            for error in ProtocolError.allCases {
                let status = provider.render(.transport(error)).status
                #expect(status == error.statusHint, "\(type(of: provider)), \(error)")
            }
        }
    }
}
