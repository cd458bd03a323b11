import Checkout
import Providers
import Testing
import Wire

@testable import Gateway

@Suite struct `A kind of credential` {
    private static let publishable = "Authorization: Bearer pk_test_shop"
    private static let secret = "Authorization: Bearer sk_test_shop"
    private static let sessions = "/duro/v1/checkout/sessions"

    private let gateway: InMemoryGateway

    init() throws {
        let file = TemporaryFile(
            """
            {"auth_failures_per_minute": 0, "credentials": [
              {"provider": "duro", "secret": "sk_test_shop"}, {"provider": "duro", "secret": "pk_test_shop"},
              {"provider": "userdocks", "secret": "a.token", "client_id": "\(Conformance.clientID)"},
              {"provider": "userdocks", "secret": "reading.token", "client_id": "\(Conformance.clientID)",
               "kind": "token", "access": "read"},
              {"provider": "userdocks", "secret": "ud_key", "client_id": "\(Conformance.clientID)", "access": "write"},
              {"provider": "userdocks", "secret": "ud_other", "client_id": "\(Conformance.clientID)", "kind": "api_key"}
            ]}
            """)
        gateway = try withExtendedLifetime(file) { try InMemoryGateway(configuration: file.path) }
    }

    private static func key(_ secret: String) -> [String] {
        ["X-API-KEY: \(secret)", "X-API-KEY-TYPE: write", "X-CLIENT-ID: \(Conformance.clientID)"]
    }

    @Test(arguments: [
        (["Authorization: Bearer a.token"], 200), (["Authentication: Bearer a.token"], 200), (key("ud_key"), 200),
        (key("ud_other"), 200), (["Authorization: Bearer reading.token"], 403),
        (["Authorization: Bearer ud_key"], 401), (["Authentication: Bearer ud_key"], 401),
        (["Authorization: Bearer ud_other"], 401), (key("a.token"), 401), (key("reading.token"), 401),
        (["Authorization: Bearer ud_key"] + key("ud_key"), 401), (["Authorization: Bearer a.token"] + key("no"), 200),
    ])
    func `of Userdocks is accepted only in its own field`(_ fields: [String], _ status: Int) async throws {
        let path = "/userdocks/api/v1/checkout-sessions"
        let answer = try await gateway.post(path, fields, Conformance.userdocksBody)
        #expect(answer.status == status, "\(answer.text)")
    }

    @Test func `in the field of another kind is explained`() async throws {
        let admin = try InMemoryGateway()
        let answer = try await admin.post(
            "/gateway/v1/explain", [Conformance.admin],
            """
            {"provider": "userdocks", "path": "/api/v1/checkout-sessions", "body": {},
             "headers": {"Authorization": "Bearer ud_write_conformance000000000000000"}}
            """)
        #expect(answer.member("failure", "why")?.string?.contains("in the place of another kind") == true)
    }

    @Test func `of Userdocks' keys is not a bearer token on the shared path`() async throws {
        let answer = try await gateway.post(
            "/api/v1/checkout-sessions", ["Authorization: Bearer ud_key"], Conformance.userdocksBody)
        #expect(answer.status == 401)
        #expect(answer.member("code")?.string == "UNAUTHORIZED", "Meteroid's words: \(answer.text)")
    }

    @Test func `that is publishable can only create sessions`() async throws {
        let made = try await gateway.post(Self.sessions, [Self.publishable], #"{"amount":5000}"#)
        #expect(made.status == 201)
        let id = try #require(made.member("id")?.string)
        for method in ["GET", "HEAD"] {
            for id in [id, "chk_01M7YDYAVXE00B81V9W4SNEQCP", "no"] {
                let refused = try await gateway.send(method, "\(Self.sessions)/\(id)", [Self.publishable])
                #expect(refused.status == 403)
                #expect(refused.member("error", "code")?.string == "forbidden", "\(refused.text)")
            }
        }
        #expect(try await gateway.send("GET", "\(Self.sessions)/\(id)", [Self.secret]).status == 200)
    }

    /// A key of the shop that can be guessed, such as the number of an order, would lead to its session's page.
    @Test func `that is publishable does not get the answers of a secret key's calls`() async throws {
        let (key, body) = ("Idempotency-Key: order-7", #"{"amount":5000}"#)
        let shops = try await gateway.post(Self.sessions, [Self.secret, key], body)
        let first = try await gateway.post(Self.sessions, [Self.publishable, key], body)
        #expect(first.status == 201)
        #expect(first.member("id")?.string != shops.member("id")?.string)
        for fields in [[Self.publishable, key], [Self.secret, key]] {
            let again = try await gateway.post(Self.sessions, fields, body)
            #expect(again.field("Idempotency-Replayed") == "true")
            #expect(again.text == (fields[0] == Self.secret ? shops.text : first.text))
        }
    }

    @Test func `has a word of its own`() {
        for kind in CredentialKind.allCases { #expect(CredentialKind(word: kind.word) == kind) }
        #expect(CredentialKind(word: "apiKey") == nil)
    }

    @Test(arguments: Registry.providers.map { type(of: $0) as any Provider.Type })
    func `is decided by its provider`(_ provider: any Provider.Type) throws {
        #expect(!provider.credentialKinds.isEmpty)
        let secrets = provider.credentialKinds.map { kind in
            let secret = provider.mint(RandomPool.bytes(64), kind, isLive: false).secret
            #expect(SecretText.isShowable(secret))
            let (formed, isLive) = (provider.kind(ofSecret: secret), provider.isLive(secret: secret))
            #expect(formed == nil || formed == kind)
            #expect(!isLive)
            return secret
        }
        #expect(Set(secrets).count == provider.credentialKinds.count)
        for saysAccess in [false, true] {
            let kind = provider.assumedKind(saysAccess: saysAccess)
            #expect(provider.credentialKinds.contains(kind))
        }
    }
}
