import Checkout
import Testing
import Wire

@testable import Gateway

/// A configuration file grants credentials; no message or value shows a secret.
@Suite struct `Credentials in settings`: SettingsSuite {
    /// SHA-256 of `unheard_of`.
    private static let digest = Hex.string(SHA256.digest(Array("unheard_of".utf8)[...]).bytes)

    @Test func `keep no secret of a credential`() throws {
        let settings = try read(file: #"{"credentials": [{"provider": "duro", "secret": "sk_test_unheard_of"}]}"#)
        #expect(!String(reflecting: settings).contains("unheard_of"))
        #expect(settings.file.credentials.count == 1)
        #expect(Digest(kept: settings.file.credentials[0].digest.bytes) == settings.file.credentials[0].digest)
    }

    @Test func `refuse a secret as live only if its form says so in its provider's contract, without showing it`() {
        let live = #"{"provider": "duro", "secret": "sk_live_unheard_of"}"#
        let found = faults(file: #"{"credentials": [\#(live), \#(live.dropLast()), "livemode": true}]}"#)
        #expect(found.count { $0.contains(LiveMode.refusal) } == 2)
        #expect(!found.contains { $0.contains("unheard_of") })
        for (provider, secret) in [
            ("duro", "sk_test_a"), ("duro", "SK_LIVE_a"), ("duro", "a_sk_live_a"), ("dollr", "sk_live_a"),
            ("meteroid", "pv_prod_a/1Z"),
        ] {
            let file = #"{"credentials": [{"provider": "\#(provider)", "secret": "\#(secret)"}]}"#
            #expect(faults(file: file).isEmpty, "\(secret)")
        }
    }

    @Test(arguments: [
        (#"{"provider": "userdocks", "secret": "a"}"#, "credentials[0].client_id is missing"),
        (
            #"{"provider": "userdocks", "secret": "a", "client_id": "zz"}"#,
            "credentials[0].client_id has to be the UUID"
        ),
        (
            #"{"provider": "userdocks", "secret": "a", "client_id": "{408edd4e-ef97-49f6-8a02-7f325e897096}"}"#,
            "credentials[0].client_id has to be the UUID"
        ),
        (#"{"provider": "duro", "secret": "a", "client_id": "b"}"#, "a credential of duro has none"),
        (#"{"provider": "gateway", "secret": "a-whole-secret", "client_id": "b"}"#, "a credential of gateway has none"),
        (#"{"provider": "gateway", "secret": "elevenchars"}"#, "too short for an administrator's"),
        (#"{"provider": "duro", "secret": "has space"}"#, "can be shown by no request"),
        (#"{"provider": "dollr", "secret": "ключ"}"#, "can be shown by no request"),
        (#"{"provider": "billing", "secret": "a\u0009b"}"#, "can be shown by no request"),
        (#"{"provider": "gateway", "secret": " a-whole-secret"}"#, "can be shown by no request"),
        (#"{"provider": "meteroid", "secret": "pv sand/1Z"}"#, "has to be 1 to 8000 visible ASCII characters"),
        (#"{"provider": "dollr", "secret": "\#(String(repeating: "a", count: 8_001))"}"#, "can be shown by no request"),
        (#"{"provider": "dollr", "secret": ""}"#, "credentials[0].secret has to be a text that is not empty"),
        (#"{"provider": "dollr", "secret": 1}"#, "credentials[0].secret has to be a text"),
        (#"{"provider": "dollr", "secret": "a", "kind": 1}"#, "credentials[0].kind has to be a text"),
        (#"{"provider": "dollr", "secret": "a", "kind": "api_key"}"#, "kind: a credential of dollr is token."),
        (#"{"provider": "duro", "secret": "a", "kind": "Token"}"#, "a credential of duro is token or publishable."),
        (#"{"provider": "gateway", "secret": "a-whole-secret", "kind": "publishable"}"#, "gateway is token."),
        (#"{"provider": "duro", "secret": "pk_test_a", "kind": "token"}"#, "secret is of the kind publishable"),
        (#"{"provider": "duro", "secret": "sk_test_a", "kind": "publishable"}"#, "secret is of the kind token"),
        (#"{"provider": "duro", "secret": "pk_test_a", "access": "read"}"#, "credentials[0].access: a publishable"),
        (#"{"provider": "duro", "secret": "pk_live_a"}"#, "credentials[0].secret is a live one"),
        (#"{"provider": "meteroid", "secret": "pv_sand_a"}"#, "can be shown by no request"),
        (#"{"provider": "meteroid", "secret": "pv_sand_a/"}"#, "can be shown by no request"),
        (#"{"provider": "meteroid", "secret": "pv_sand_a/1-Z"}"#, "can be shown by no request"),
        (#"{"provider": "meteroid", "secret": "pv_sand_a/1Z", "client_id": "1Z"}"#, "stands in the secret already"),
        (#"{"provider": "meteroid", "secret_sha256": "\#(Self.digest)"}"#, "client_id is missing"),
        (#"{"provider": "meteroid", "secret_sha256": "\#(Self.digest)", "client_id": "a/1Z"}"#, "in base 62"),
        (#"{"provider": "duro", "secret": "a", "account": "a\u001bb"}"#, "credentials[0].account has to be"),
        (#"{"provider": "duro", "secret": "a", "account": ""}"#, "credentials[0].account has to be"),
    ])
    func `refuse a credential that no request could present, or whose account could not be read`(
        _ credential: String, _ word: String
    ) {
        let found = faults(file: #"{"credentials": [\#(credential)]}"#)
        #expect(found.count == 1)
        #expect(found.contains { $0.contains(word) }, "\(found)")
    }

    @Test func `name a credential's kind, or the provider assumes one`() throws {
        let client = #""client_id": "\#(Conformance.clientID)""#
        let settings = try read(
            file: #"""
                {"credentials": [
                  {"provider": "userdocks", "secret": "a", \#(client)},
                  {"provider": "userdocks", "secret": "b", \#(client), "access": "read"},
                  {"provider": "userdocks", "secret": "c", \#(client), "access": "read", "kind": "token"},
                  {"provider": "userdocks", "secret": "d", \#(client), "kind": "api_key"},
                  {"provider": "duro", "secret": "a"}, {"provider": "duro", "secret": "pk_test_a"},
                  {"provider": "duro", "secret_sha256": "\#(Self.digest)", "kind": "publishable"}
                ]}
                """#)
        #expect(
            settings.file.credentials.map(\.kind)
                == [.token, .apiKey, .token, .apiKey, .token, .publishable, .publishable])
    }

    @Test func `report all faults of a credential`() {
        let found = faults(
            file: #"""
                {"credentials": [{"provider": "userdocks", "secret": "ключ", "client_id": "zz", "kind": "publishable",
                  "access": "all", "account": "", "livemode": 1, "colour": "red"}]}
                """#)
        #expect(found.count == 7, "\(found)")
    }

    @Test func `identify a credential as its requests do`() throws {
        let settings = try read(
            file: #"""
                {"credentials": [
                  {"provider": "duro", "secret": "a"}, {"provider": "meteroid", "secret": "pv_prod_a_b/c/1Z"},
                  {"provider": "meteroid", "secret_sha256": "\#(Self.digest)", "client_id": "1Z"},
                  {"provider": "userdocks", "secret": "a", "client_id": "408EDD4E-ef97-49f6-8a02-7f325e897096"}
                ]}
                """#)
        #expect(settings.file.credentials.map(\.identifier) == [nil, "1Z", "1Z", Conformance.clientID])
    }

    @Test func `refuse a secret that a provider has twice, with both locations and without showing it`() {
        let found = faults(
            file: #"""
                {"credentials": [
                  {"provider": "duro", "secret": "unheard_of"}, {"provider": "dollr", "secret": "unheard_of"},
                  {"provider": "duro", "secret_sha256": "\#(Self.digest)", "account": "shop"},
                  {"provider": "gateway", "secret": "unheard_of_too"}, {"provider": "gateway", "secret": "unheard_of_too"}
                ]}
                """#)
        #expect(found.count == 2)
        #expect(found.first?.contains("credentials[0] and credentials[2] have the same secret of duro") == true)
        #expect(found.last?.contains("credentials[3] and credentials[4] have the same secret of gateway") == true)
        #expect(!found.contains { $0.contains("unheard_of") })
    }
}
