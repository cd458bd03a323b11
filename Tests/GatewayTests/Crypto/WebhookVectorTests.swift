import TestSupport
import Testing
import Wire

@testable import Gateway
@testable import Webhooks

@Suite struct `Webhook signatures by OpenSSL` {
    /// One vector is published with Standard Webhooks. The others were made with Python's `hmac`.
    @Test func `are those that others compute`() throws {
        let vectors = try FixtureFile.json(of: "Tests/Fixtures/webhook-signatures.json").elements()
        #expect(vectors.count == 5)
        for vector in vectors {
            let secrets = try vector.member("secrets").texts().map { try #require(WebhookSecret($0)) }
            let seconds = try #require(ASCII.natural(vector.member("seconds").json.source))
            let now = Timestamp(seconds: Int64(seconds))
            let live = LiveSecrets(
                secrets[0],
                replaced: secrets.dropFirst().map { LiveSecrets.Replaced($0, endsAt: now.advanced(seconds: 1)) })
            let id = try vector.member("id").text()
            let fields = WebhookSignature.fields(
                of: Array(try vector.member("body").text().utf8), event: id, at: now, live,
                hmac: MessageAuthenticator.code(under:of:))
            let expected = [
                HeaderField(name: "webhook-id", value: id), HeaderField(name: "webhook-timestamp", value: "\(seconds)"),
                HeaderField(name: "webhook-signature", value: try vector.member("webhook_signature").text()),
                HeaderField(name: "Stripe-Signature", value: try vector.member("stripe_signature").text()),
            ]
            #expect(fields == expected, "\(vector.place)")
        }
    }

    @Test func `have the same code with a key that is kept`() {
        for count in [0, 1, 63, 64, 65, 300] {
            let key = [UInt8](repeating: 3, count: 32)
            let message = [UInt8](repeating: 5, count: count)
            let code = MessageAuthenticator.code(under: key, of: message.span)
            #expect(code == MessageAuthenticator(key: key).code(for: message.span))
        }
    }
}
