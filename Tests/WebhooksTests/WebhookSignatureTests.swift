import Checkout
import Testing
import Wire

@testable import Webhooks

@Suite struct `Webhook signatures` {
    private let id = WebhookEventID(session: 1, sequence: 2, format: .gateway)

    private func fields(_ secrets: LiveSecrets, body: String = "{}") -> [String: String] {
        let fields = WebhookSignature.fields(
            of: Array(body.utf8), event: id, at: moment(0).advanced(microseconds: 999_999), secrets, hmac: plainCode)
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    }

    @Test func `have four fields, with the whole seconds of the attempt`() {
        let fields = fields(LiveSecrets(secret(1)))
        #expect(fields.count == 4)
        #expect(fields["webhook-id"] == id.text)
        #expect(fields["webhook-timestamp"] == "1800000000")
        #expect(fields["Stripe-Signature"]?.hasPrefix("t=1800000000,v1=") == true)
    }

    @Test func `sign the id, the seconds and the body with one key each`() {
        let secret = secret(1)
        let fields = fields(LiveSecrets(secret), body: "a.b")
        let standard = plainCode(secret.standardKey, "\(id.text).1800000000.a.b".utf8.span)
        let stripe = plainCode(secret.stripeKey, "1800000000.a.b".utf8.span)
        #expect(fields["webhook-signature"] == "v1,\(Base64.encode(standard.bytes))")
        #expect(fields["Stripe-Signature"] == "t=1800000000,v1=\(Hex.string(stripe.bytes))")
    }

    @Test func `have one element for each secret, the newest first`() throws {
        let both = fields(LiveSecrets(secret(2), replaced: [LiveSecrets.Replaced(secret(1), endsAt: moment(86_380))]))
        let (old, new) = (fields(LiveSecrets(secret(1))), fields(LiveSecrets(secret(2))))
        let oldStandard = try #require(old["webhook-signature"])
        let newStandard = try #require(new["webhook-signature"])
        let oldStripe = try #require(old["Stripe-Signature"]).dropFirst("t=1800000000".count)
        let newStripe = try #require(new["Stripe-Signature"])
        #expect(both["webhook-signature"] == "\(newStandard) \(oldStandard)")
        #expect(both["Stripe-Signature"] == "\(newStripe)\(oldStripe)")
    }
}
