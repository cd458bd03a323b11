import Checkout
import Providers
import Testing
import Wire

@testable import Gateway

/// A contract may have several routes that show one session.
@Suite struct `Routes that read one session` {
    /// Duro with a second read route, which shows only the status.
    private struct TwoForms: Provider {
        private static let base = Duro()
        static let name = Duro.name
        static let hosts = Duro.hosts
        static let routes = Duro.routes + [Route(.get, "/v1/checkout/sessions/{id}/status", .retrieve)]
        static let lifetimeSeconds = Duro.lifetimeSeconds
        static let catalogueKinds = Duro.catalogueKinds
        static let sample = Duro.sample
        static let credentialKinds = Duro.credentialKinds
        static func kind(ofSecret secret: String) -> CredentialKind? { Duro.kind(ofSecret: secret) }
        static func mint(_ random: [UInt8], _ kind: CredentialKind, isLive: Bool) -> IssuedKey {
            Duro.mint(random, kind, isLive: isLive)
        }
        func identify(_ head: RequestHead) throws(Failure) -> Credential { try Self.base.identify(head) }
        func parse(_ request: Request, for operation: Checkout.Operation) throws(Failure) -> JSONDocument? {
            try Self.base.parse(request, for: operation)
        }
        func read(_ call: Call) throws(Failure) -> Draft { try Self.base.read(call) }
        func select(_ call: Call, for operation: Checkout.Operation) throws(Failure) -> Selection {
            try Self.base.select(call, for: operation)
        }
        func render(_ failure: Failure) -> Response { Self.base.render(failure) }
        func render(
            _ session: CheckoutSession, for operation: Checkout.Operation, at now: Timestamp, _ links: Links
        ) -> Response {
            Self.base.render(session, for: operation, at: now, links)
        }
        func render(_ session: CheckoutSession, on path: String, at now: Timestamp, _ links: Links) -> Response {
            guard path.hasSuffix("/status") else { return render(session, for: .retrieve, at: now, links) }
            return Response(status: 200, contentType: "text/plain", body: Array("\(session.status)".utf8))
        }
    }

    @Test func `are distinguished by their paths`() async throws {
        let providers: [any Provider] = Registry.providers.map { type(of: $0).name == Duro.name ? TwoForms() : $0 }
        let gateway = try InMemoryGateway(providers: providers)
        let path = "/v1/checkout/sessions"
        let made = try await gateway.post(path, [Conformance.duro], #"{"amount":5000}"#)
        let id = try #require(made.member("id")?.string)
        let whole = try await gateway.send("GET", "\(path)/\(id)", [Conformance.duro])
        #expect(whole.status == 200)
        #expect(whole.member("id")?.string == id)
        let status = try await gateway.send("GET", "\(path)/\(id)/status", [Conformance.duro])
        #expect(status.status == 200)
        #expect(status.text == "open")
        #expect(try await gateway.send("GET", "\(path)/\(id)/status", []).status == 401)
    }
}
