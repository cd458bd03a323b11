import Checkout
import Testing
import Webhooks
import Wire

@testable import Gateway

/// Webhook endpoints and their keys from the configuration.
@Suite struct `Settings of webhooks`: SettingsSuite {
    private let key = TemporaryFile(Hex.string([UInt8](repeating: 7, count: 32)) + "\n")
    private let secret = TemporaryFile("whsec_" + Base64.encode([UInt8](repeating: 9, count: 32)) + "\n")

    /// The text of a file with one key and these endpoints.
    private func file(_ webhooks: [String], keys: String? = nil) -> String {
        let keys = keys ?? #"[{"id": "k1", "file": "\#(key.path)"}]"#
        return #"{"webhook_secret_keys": \#(keys), "webhooks": [\#(webhooks.joined(separator: ", "))]}"#
    }

    /// An endpoint with a secret and these other members.
    private func webhook(_ members: String) -> String {
        #"{"secret_file": "\#(secret.path)", \#(members)}"#
    }

    /// The faults without the path of the file.
    private func sentences(_ text: String, flags: [String: String] = [:]) -> [String] {
        faults(flags: flags, file: text).map { fault in
            fault.hasPrefix("/tmp/") ? fault.split(separator: " ", maxSplits: 1).last.map(String.init) ?? "" : fault
        }
    }

    @Test func `are read whole`() throws {
        let other = TemporaryFile(Base64.encode([UInt8](repeating: 8, count: 32)))
        let keys = #"[{"id": "k2", "file": "\#(other.path)"}, {"id": "k.1_-", "file": "\#(key.path)"}]"#
        let members = #"""
            "account": "shop", "url": "https://shop.example/a", "format": "stripe", "description": "d",
            "events": ["checkout.session.completed"]
            """#
        let settings = try read(
            file: file([webhook(members), webhook(#""url": "https://shop.example/a""#)], keys: keys))
        #expect(settings.file.webhookKeys.map(\.id) == ["k2", "k.1_-"])
        let webhooks = settings.file.webhooks
        #expect(webhooks.map(\.account) == ["shop", "default"])
        #expect(webhooks.map(\.location) == ["webhooks[0]", "webhooks[1]"])
        #expect(webhooks.map(\.draft.format) == [.stripe, .gateway])
        #expect(webhooks.map(\.draft.subscription.words) == [["checkout.session.completed"], ["*"]])
        #expect(webhooks.map(\.draft.description) == ["d", ""])
        #expect(webhooks.allSatisfy { $0.secret.bytes == [UInt8](repeating: 9, count: 32) })
    }

    @Test func `report all that is wrong together, each with its place`() {
        let found = sentences(
            #"""
            {"port": 99999, "webhook_secret_keys": [{"id": "a b", "file": "\#(key.path)"}, {"id": "k"}, 1,
                {"id": "k", "file": "\#(secret.path)", "secret": "x"}],
             "webhooks": [{"url": 1, "format": "xml", "events": ["x", 2], "secret": "whsec_x", "filter": 1},
                {"url": "http://10.0.0.1/", "account": "", "secret_file": "\#(key.path)"}, "x",
                {"secret_file": "/nowhere/at/all"}]}
            """#)
        let expected = [
            "port is 99999 and has to be 0 to 65535.",
            "webhook_secret_keys[0].id has to be 1 to 64 letters, digits, hyphens, dots and underscores.",
            "webhook_secret_keys[1].file is missing.", "webhook_secret_keys[2] has to be an object.",
            "webhook_secret_keys[3].secret is not a setting.",
            "webhook_secret_keys[1] and webhook_secret_keys[3] have the same id.",
            "webhook_secret_keys[3].file is \"\(secret.path)\", which has to hold \(SecretFile.keyRule).",
            "webhooks[0].secret is not a setting; secret_file names a file that holds the secret.",
            "webhooks[0].url has to be a text.", "webhooks[0].events has to be a list of texts.",
            "webhooks[0].filter is not a member of a webhook endpoint.",
            "webhooks[0].format is \"xml\" and has to be gateway or stripe.",
            "webhooks[0].secret_file is missing; it names a file that holds the signing secret.",
            "webhooks[1].account has to be a text that is not empty and has no control characters.",
            "webhooks[1].secret_file is \"\(key.path)\", which has to hold \(WebhookSecret.rule).",
            "webhooks[2] has to be an object.", "webhooks[3].url is missing.",
            "webhooks[3].secret_file is \"/nowhere/at/all\", which cannot be read: No such file or directory.",
            "webhooks[1].url may not be called: all addresses of its host have to be public.",
        ]
        #expect(Set(found) == Set(expected))
        #expect(found.count == expected.count)
    }

    @Test func `may have a URL in a network that any source opens`() throws {
        let text = file([webhook(#""url": "http://10.0.0.1:3000/""#)])
        #expect(sentences(text).count == 1)
        let opened = try read(flags: ["webhook_networks_allow": "10.0.0.0/8"], file: text)
        #expect(opened.file.webhooks.count == 1)
        // Where the networks are not known, only the spelling of a URL is judged.
        let unknown = sentences(text, flags: ["webhook_networks_allow": "intranet"])
        #expect(unknown.count == 1)
        #expect(unknown.allSatisfy { $0.contains("webhook_networks_allow has \"intranet\"") }, "\(unknown)")
    }

    @Test func `have each URL of an account once, and at most twenty`() {
        let url = #""url": "https://shop.example/""#
        let same = file([webhook(url), webhook(#""account": "a", "url": "https://shop.example/""#), webhook(url)])
        #expect(sentences(same) == ["webhooks[0] and webhooks[2] have the same URL and the same account."])
        func many(_ count: Int) -> String {
            let all = (0..<count).map { webhook(#""url": "https://shop.example/\#($0)""#) }
            return file(all + [webhook(#""account": "a", \#(url)"#)])
        }
        #expect(sentences(many(20)) == [])
        #expect(
            sentences(many(21)) == [
                "webhooks has 21 endpoints of the account default, and an account can have at most 20."
            ])
    }

    @Test func `need a key, and say why`() {
        let url = #""url": "https://shop.example/""#
        for text in [file([webhook(url)], keys: "[]"), #"{"webhooks": [\#(webhook(url))]}"#] {
            let found = sentences(text)
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.contains("webhooks needs webhook_secret_keys: ") }, "\(found)")
        }
        for text in [#"{"webhooks": []}"#, #"{"webhook_secret_keys": []}"#, file([])] { #expect(sentences(text) == []) }
        for (text, sentence) in [
            (#"{"webhooks": {}}"#, "webhooks has to be a list."),
            (#"{"webhook_secret_keys": "k"}"#, "webhook_secret_keys has to be a list."),
        ] { #expect(sentences(text) == [sentence]) }
    }

    @Test func `show no secret`() throws {
        let settings = try read(file: file([webhook(#""url": "https://shop.example/""#)]))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(dumped.contains("shop.example"))
        #expect(!dumped.contains("CQkJ") && !dumped.contains("0707"))
        #expect(dumped.contains("k1") && dumped.contains("whsec_***"))
    }
}
