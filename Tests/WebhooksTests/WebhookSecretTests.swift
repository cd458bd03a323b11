import Testing
import Wire

@testable import Webhooks

@Suite struct `Webhook secrets` {
    @Test func `are 32 random bytes, shown as whsec and base64`() {
        let secret = WebhookSecret.made { [UInt8](0..<UInt8($0)) }
        #expect(secret.text == "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        #expect(WebhookSecret(secret.text) == secret)
        #expect(WebhookSecret(kept: secret.bytes) == secret)
    }

    @Test func `are the decoded bytes for Standard Webhooks and the whole text for Stripe`() {
        let secret = secret(9)
        #expect(secret.standardKey == [UInt8](repeating: 9, count: 32))
        #expect(secret.stripeKey == Array(secret.text.utf8))
    }

    @Test func `may have 24 to 64 bytes if somebody brings them along`() {
        for count in 0...80 {
            let text = "whsec_" + Base64.encode([UInt8](repeating: 1, count: count))
            #expect((WebhookSecret(text) != nil) == (24...64).contains(count), "\(count) bytes")
            #expect((WebhookSecret(kept: [UInt8](repeating: 1, count: count)) != nil) == (24...64).contains(count))
        }
    }

    @Test func `are refused in any other spelling`() {
        let digits = Base64.encode([UInt8](repeating: 1, count: 25))
        #expect(WebhookSecret("whsec_" + digits) != nil)
        for text in ["", digits, "whsec_", "WHSEC_" + digits, "whsk_" + digits, "whsec_\(digits.dropLast())"]
            + ["whsec_\(digits) ", "whsec_\(digits)\n", " whsec_\(digits)"]
        {
            #expect(WebhookSecret(text) == nil, "\(text)")
        }
    }

    @Test func `are in no description`() {
        let secret = WebhookSecret.made { [UInt8](0..<UInt8($0)) }
        let live = LiveSecrets(secret, replaced: [LiveSecrets.Replaced(secret, endsAt: moment(1))])
        var dumped = ""
        dump(live, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(live)", String(reflecting: live), dumped] {
            #expect(text.contains("whsec_***"))
            #expect(!text.contains("AAECAw") && !text.contains("[0, 1, 2"), "\(text)")
        }
    }
}

@Suite struct `Rotation` {
    private let day: Int64 = 86_400

    @Test func `signs with the new secret first and with the old one for a day`() {
        let live = LiveSecrets(secret(2), replaced: [LiveSecrets.Replaced(secret(1), endsAt: moment(day))])
        #expect(live.signing(at: moment(0)) == [secret(2), secret(1)])
        #expect(live.signing(at: moment(day - 1)) == [secret(2), secret(1)])
        #expect(live.signing(at: moment(day)) == [secret(2)])
    }

    @Test func `says until when a fourth secret is refused`() {
        let sentence = LiveSecrets.TooMany(until: moment(day)).sentence
        #expect(sentence.contains(" 3 secrets ") && sentence.contains(moment(day).rfc3339(.shortest)))
    }

    @Test func `never signs with more than three, whatever was stored`() {
        let stored = (1...9).map { LiveSecrets.Replaced(secret(UInt8($0)), endsAt: moment(10)) }
        #expect(LiveSecrets(secret(0), replaced: stored).signing(at: moment(0)) == [secret(0), secret(1), secret(2)])
    }
}
