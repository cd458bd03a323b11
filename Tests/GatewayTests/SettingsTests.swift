import Checkout
import Glibc
import Providers
import SQLiteStorage
import Server
import Storage
import Testing
import Wire

@testable import Gateway

/// A file for one test, which is removed with the object.
final class TemporaryFile {
    let path: String

    init(_ text: String) {
        var template = Array("/tmp/gateway-settings-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    deinit {
        unlink(path)
    }
}

@Suite struct `Reading settings` {
    /// SHA-256 of `unheard_of`.
    private static let digest = Hex.string(SHA256.digest(Array("unheard_of".utf8)[...]).bytes)

    private let providers = Registry.providers.map { type(of: $0) as any Provider.Type }

    private func read(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) throws(SettingsFaults) -> Settings {
        let file = file.map(TemporaryFile.init)
        defer { withExtendedLifetime(file) {} }
        return try SettingsReader.read(
            flags: flags, environment: environment, path: file?.path, providers: providers)
    }

    private func faults(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) -> [String] {
        do throws(SettingsFaults) {
            _ = try read(flags: flags, environment: environment, file: file)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func `are their defaults where nobody says anything, and a sandbox`() throws {
        let settings = try read()
        #expect(settings[.host] == "127.0.0.1")
        #expect(settings[.port] == 8_080)
        #expect(settings.isSandbox)
        #expect(settings.isLoopback)
        #expect(settings[.idleTimeout] == .seconds(75))
    }

    @Test func `of flags win over the environment, and those over the file`() throws {
        let file = #"{"port": 1, "loops": 1, "batch_rows_max": 1}"#
        let settings = try read(
            flags: ["port": "3"], environment: ["CHECKOUT_PORT": "2", "CHECKOUT_LOOPS": "2", "PATH": "/"], file: file)
        #expect(settings[.port] == 3)
        #expect(settings[.loops] == 2)
        #expect(settings[.batchRowsMax] == 1)
        #expect(!settings.isSandbox)
    }

    /// One for each loop, and at least two, so that a long read keeps no other loop waiting.
    @Test(arguments: [("1", 2), ("2", 2), ("3", 3), ("8", 8), ("64", 64), ("0", max(2, ServerLimits().loopCount))])
    func `have the store read on as many connections as there are loops`(_ loops: String, _ readers: Int) throws {
        let flags = ["loops": loops, "pending_writes_max": "77", "batch_rows_max": "5"]
        let options = SQLiteOptions(try read(flags: flags))
        #expect(options.readers == readers)
        #expect(options.commits.pendingWritesMax == 77)
        #expect(options.commits.batchRowsMax == 5)
    }

    @Test(arguments: [
        ("2", 2_000), ("2.5", 2_500), ("0.001", 1), ("1.25", 1_250), ("1.", nil), (".5", nil), ("+1", nil),
        ("1e3", nil),
        ("1.0000", nil), ("", nil), ("99999999999999999999", nil),
    ])
    func `in seconds are read to the millisecond`(_ text: String, _ milliseconds: Int?) {
        #expect(SettingForm.duration(text) == milliseconds.map { .milliseconds($0) })
    }

    @Test func `that are wrong in a file are told in one order`() {
        let names = (0..<20).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))) }
        let found = faults(file: "{\(names.shuffled().map { "\"\($0)\": 1" }.joined(separator: ","))}")
        #expect(found.count == 20)
        for (name, fault) in zip(names, found) { #expect(fault.hasSuffix(": \(name) is not a setting.")) }
    }

    @Test func `are not waited for at a pipe that nobody writes to`() throws {
        let path = TemporaryFile("").path + ".pipe"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        for patience: Int32? in [nil, 0] {
            #expect(throws: FileFault.self) {
                try TextFile.read(path, bytesMax: 10, pipePatienceMilliseconds: patience)
            }
        }
    }

    @Test(arguments: [
        (#"{"port": true}"#, "port is true and has to be 0 to 65535"), (#"{"port": null}"#, "port is null and has"),
        (#"{"port": 65536}"#, "port is 65536 and has"), (#"{"port": "on"}"#, #"port is "on" and has"#),
        (#"{"port": 1.5}"#, "port is 1.5 and has"), (#"{"port": []}"#, "port is a list and has"),
        (#"{"port": {}}"#, "port is an object and has"), (#"{"host": true}"#, "host is true and has to be text"),
        (#"{"database": 5}"#, "database is 5 and has to be text"), (#"{"access_log": 1}"#, "access_log is 1 and has"),
        (#"{"idle_timeout": false}"#, "idle_timeout is false and has"),
        (#"{"trusted_proxies": [1]}"#, "trusted_proxies is a list and has to be a list of texts"),
        (#"{"trusted_proxies": true}"#, "trusted_proxies is true and has to be a list of texts"),
        (#"{"nothing": {}}"#, "nothing is not a setting"),
    ])
    func `of another type are told as the file has them`(_ file: String, _ word: String) {
        let found = faults(file: file)
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.contains(word) }, "\(found)")
    }

    @Test func `tell a host that two providers have, whatever else is wrong`() {
        let found = faults(
            flags: ["port": "-1"],
            file: #"""
                {"idle_timeout": 0, "providers": {"duro": {"hosts": ["a.test", "b.test"]},
                 "userdocks": {"hosts": ["A.TEST", "api.meteroid.com"]}}}
                """#)
        #expect(found.count == 4)
        #expect(found.contains { $0.contains("the host a.test is both duro's and userdocks's") }, "\(found)")
        #expect(found.contains { $0.contains("the host api.meteroid.com is both meteroid's and userdocks's") })
    }

    @Test(arguments: ["on", "off", "true", "false", "True", "OFF"])
    func `that are on or off may be true or false, wherever they stand`(_ text: String) throws {
        let isOn = ["on", "true", "True"].contains(text)
        for settings in [
            try read(flags: ["access_log": text]), try read(environment: ["CHECKOUT_ACCESS_LOG": text]),
            try read(file: #"{"access_log": "\#(text)"}"#), try read(file: #"{"access_log": \#(isOn)}"#),
        ] {
            #expect(settings[.accessLog] == isOn)
            #expect(settings[AnySetting(.accessLog)].text == (isOn ? "on" : "off"))
        }
    }

    @Test func `of empty variables are not there`() throws {
        let names = AnySetting.all.map(\.variable) + ["CHECKOUT_CONFIG", "CHECKOUT_NOTHING"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        let settings = try read(environment: environment)
        #expect(settings.isSandbox)
        #expect(settings[.port] == 8_080)
        #expect(try read(environment: environment, file: #"{"public_url": "http://a"}"#)[.publicURL] == "http://a")
    }

    @Test(arguments: [
        ("127.1", "127.0.0.1"), ("[::1]", "::1"), ("0", "0.0.0.0"), ("*", "*"), ("localhost", "localhost"),
        ("::FFFF:10.0.0.1", "10.0.0.1"), ("gateway-1.internal", "gateway-1.internal"),
    ])
    func `have a host in its one spelling`(_ text: String, _ host: String) throws {
        #expect(try read(flags: ["host": text])[.host] == host)
    }

    @Test(arguments: ["http://a", "127.0.0.1:80", "a b", "256.0.0.1", "[::1"])
    func `have no host that is none`(_ text: String) {
        #expect(faults(flags: ["host": text]) == ["command line: host is \"\(text)\" and has to be \(LocalHost.rule)."])
    }

    @Test func `may be so much, and it is said without a stray blank`() {
        for setting in AnySetting.all { #expect(!setting.range.hasSuffix(" "), "\(setting.name)") }
    }

    @Test func `that are wrong are all told together`() {
        let found = faults(
            flags: ["port": "65536", "colour": "red"], environment: ["CHECKOUT_ACCESS_LOG": "yes", "CHECKOUT_X": "1"],
            file: #"{"prot": 1, "credentials": [{"provider": "acme"}], "idle_timeout": 0}"#)
        #expect(found.count == 8)
        for word in [
            "prot", "credentials[0]", "idle_timeout", "CHECKOUT_ACCESS_LOG", "CHECKOUT_X", "--port", "--colour",
        ] {
            #expect(found.contains { $0.contains(word) }, "\(word) is not among \(found)")
        }
    }

    @Test(arguments: [
        ("", "JSON"), ("[]", "object"), ("\u{FEFF}[]", "has to be one JSON object"), ("\u{FEFF}\u{FEFF}{}", "JSON"),
        ("{", "JSON"), (#"{"port": 1, "port": 2}"#, "twice"),
        (#"{"port": 1, "\u0070ort": 2}"#, "twice"), (#"{"port": [1]}"#, "port"),
        (#"{"credentials": {}}"#, "list"), (#"{"credentials": [1]}"#, "object"),
        (#"{"credentials": [{"provider": "duro"}]}"#, "secret"),
        (#"{"credentials": [{"provider": "duro", "secret": "a", "secret_sha256": "b"}]}"#, "either"),
        (#"{"credentials": [{"provider": "duro", "secret_sha256": "zz"}]}"#, "hex"),
        (#"{"credentials": [{"provider": "duro", "secret": "a", "livemode": true}]}"#, "moves no money"),
        (#"{"credentials": [{"provider": "duro", "secret": "sk_live_a"}]}"#, "credentials[0].secret is a live one"),
        (
            #"{"credentials": [{"provider": "duro", "secret": "sk_live_a", "livemode": false}]}"#,
            "credentials[0].secret is a live one"
        ),
        (#"{"credentials": [{"provider": "duro", "secret": "a", "access": "admin"}]}"#, "read or write"),
        (#"{"catalogue": {"duro.plan": [{"id": "a"}, {"id": "a"}]}}"#, "another entry's"),
        (#"{"catalogue": {"meteroid.customer": [{"id": "a", "alias": "b"}, {"id": "b"}]}}"#, "another entry's"),
        (#"{"catalogue": {"acme.plan": []}}"#, "no kind \"acme.plan\""),
        (#"{"catalogue": {"duro.plans": [{"id": "a"}]}}"#, "no kind \"duro.plans\""),
        (#"{"catalogue": {"duro": []}}"#, "no kind \"duro\""),
        (#"{"catalogue": {"Duro.plan": []}}"#, "no kind \"Duro.plan\""),
        (#"{"catalogue": {"billing.price": [{"id": "a"}]}}"#, "catalogue.billing.price has no entry with"),
        (
            #"{"catalogue": {"billing.price": [{"id": "a", "default": false}]}}"#,
            "catalogue.billing.price has no entry with"
        ),
        (
            #"{"catalogue": {"billing.price": [{"id": "a", "default": true}, {"id": "b", "default": true}]}}"#,
            "catalogue.billing.price[1]: its id, its alias or its being the default"
        ),
        (#"{"catalogue": {"duro.plan": [{}]}}"#, "id is missing"),
        (#"{"catalogue": {"duro.plan": [{"id": "a", "amount": 1, "currency": "QQQ"}]}}"#, "currency is \"QQQ\""),
        (#"{"catalogue": {"duro.plan": [{"id": "a", "amount": 1, "currency": "N1N"}]}}"#, "a code of ISO 4217"),
        (#"{"catalogue": {"duro.plan": [{"id": "a", "amount": 1}]}}"#, "no currency"),
        (#"{"catalogue": {"duro.plan": [{"id": "a", "amount": -1, "currency": "NGN"}]}}"#, "minor units"),
        (#"{"catalogue": {"duro.plan": [{"id": "a", "amount": 1.5, "currency": "NGN"}]}}"#, "wrong type"),
        (#"{"providers": {"duro": {"lifetime": 1}}}"#, "lifetime"),
        (#"{"providers": {"duro": {"hosts": [1]}}}"#, "hosts"),
        (#"{"openapi_directory": "/nowhere/at/all"}"#, "openapi_directory"),
        (#"{"openapi_directory": "/dev/null"}"#, "openapi_directory"),
    ])
    func `in a file that is wrong say where`(_ file: String, _ word: String) {
        let found = faults(file: file)
        #expect(found.contains { $0.contains(word) }, "\(found)")
    }

    @Test func `take a catalogue of every kind that a provider declares, and name them all beside one that is none`()
        throws
    {
        let kinds = providers.flatMap { $0.catalogueKinds }
        for kind in kinds {
            let file = #"{"catalogue": {"\#(kind.name)": [{"id": "a", "default": true}]}}"#
            #expect(try read(file: file).file.catalogue.kinds == [kind.name])
        }
        let found = faults(file: #"{"catalogue": {"duro.plans": []}}"#)
        #expect(found.count == 1)
        for kind in kinds { #expect(found.allSatisfy { $0.contains(kind.name) }, "\(kind.name)") }
    }

    @Test func `want no default of a kind that requests name, or that has no entries`() {
        #expect(faults(file: #"{"catalogue": {"duro.plan": [{"id": "a"}], "billing.price": []}}"#).isEmpty)
    }

    @Test(arguments: [
        ":memory:", ":memory:?cache=shared", ":Memory:", ":x", "file:gateway.db", "file:gateway.db?mode=memory",
        "file::memory:",
        "FILE:gateway.db", "file:///data/gateway.db", "sqlite:gateway.db", "sqlite3:gateway.db",
        "sqlite:///data/gateway.db",
        "postgres://pay@host/pay",
    ])
    func `have no database under a name that is no path`(_ text: String) {
        let found = [
            faults(flags: ["database": text]), faults(environment: ["CHECKOUT_DATABASE": text]),
            faults(file: #"{"database": "\#(text)"}"#),
        ]
        for found in found {
            #expect(found.count == 1)
            #expect(
                found.first?.contains("database is \"\(text)\" and has to be the path of a file") == true, "\(found)")
        }
    }

    @Test(arguments: [
        "g.db", "./:memory:", "./file:gateway.db", "/data/gateway.db", "a:b.db", "files.db", "memory", "..db",
    ])
    func `have any other database`(_ path: String) throws {
        #expect(try read(flags: ["database": path])[.database] == path)
    }

    @Test(arguments: [
        "ftp://x", "https://x/", "https://", "https:///a", "https://x?", "https://x?a=b", "https://x#", "https://x/a#b",
        "https://user@x", "https://user:word@x", "https://x:65536", "https://x:a", "https://x y", "https://x/a b",
        "https://x/\"", "https://x/<a>", "https://x\\a", "https://x/a\\b", "https://x/%", "https://x/%4",
        "https://x/%zz",
        "https://b\u{FC}cher.example", "https://x/caf\u{E9}", "https://[::1", "https://x/a\u{7F}", "//x", "x",
    ])
    func `have no public URL of which no link can be made`(_ text: String) {
        let found = faults(flags: ["public_url": text])
        #expect(found.count == 1)
        #expect(found.contains { $0.contains("public_url") }, "\(found)")
    }

    @Test(arguments: [
        "http://x", "https://pay.example.com:8443", "https://[::1]:8443", "https://x/a/b", "https://x/a%2Fb",
        "https://x/~a;b",
        "http://127.0.0.1:0",
    ])
    func `have any other public URL`(_ text: String) throws {
        #expect(try read(flags: ["public_url": text])[.publicURL] == text)
    }

    @Test(arguments: [
        "null", "NULL", "https://a.test/", "https://a.test/b", "a.test", "//a.test", "https://", "https:a.test",
        "https://u@a.test", "https://a.test:65536", "https://a.test:x", "https://*.a.test", "https://a.test?b",
        "https://a.test#b", "https://b\u{FC}cher.example", "https://a b", "1https://a.test", "://a.test", "*.a.test",
        "https://a.test,", "*,https://a.test", "https://a.test, null",
    ])
    func `name no origin that no browser sends, and none of those that anybody's page can have`(_ text: String) {
        let found = faults(flags: ["cors_origins": text])
        #expect(found.count == 1)
        #expect(found.contains { $0.contains("command line: cors_origins has") }, "\(found)")
    }

    @Test func `allow all origins in a sandbox, and none elsewhere`() throws {
        #expect(try read()[.crossOrigin] != nil)
        #expect(try read(flags: ["cors_origins": ""])[.crossOrigin] == nil)
        #expect(try read(file: "{}")[.crossOrigin] == nil)
        #expect(try read(file: #"{"cors_origins": ["https://a.test", "http://b.test"]}"#)[.crossOrigin] != nil)
        #expect(try read(file: #"{"cors_origins": "*"}"#)[.crossOrigin] != nil)
    }

    @Test(arguments: [
        ("https://A.test", "https://a.test"), ("https://a.test:443", "https://a.test"),
        ("HTTP://a.test:80", "http://a.test"),
        ("https://a.test:80", "https://a.test:80"), ("http://a.test:08080", "http://a.test:8080"),
        ("http://[::1]", "http://[::1]"), ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://a.test:", "https://a.test"),
        ("capacitor://localhost", "capacitor://localhost"), ("chrome-extension://abc", "chrome-extension://abc"),
        ("*", "*"),
    ])
    func `take an origin as browsers write it`(_ text: String, _ origin: String) {
        #expect(faults(flags: ["cors_origins": text]).isEmpty)
        #expect(WebOrigin.normalized(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } == origin)
    }

    @Test(arguments: [
        "", "https://api.test", "api.test/", "api.test:443", "[::1]:443", "::1", "[::1", "a b", "user@api.test",
        "b\u{FC}cher.example",
    ])
    func `name no host that no request can be for`(_ host: String) {
        let found = faults(file: #"{"providers": {"duro": {"hosts": ["api.test", "\#(host)"]}}}"#)
        #expect(found.count == 1)
        #expect(found.contains { $0.contains(#"providers.duro.hosts has "\#(host)""#) }, "\(found)")
    }

    @Test(arguments: [#""api.test", "API.test", "127.0.0.1""#, #""[::1]", "a_b""#, ""])
    func `name any other host`(_ hosts: String) throws {
        let settings = try read(file: #"{"providers": {"duro": {"hosts": [\#(hosts)]}}}"#)
        #expect(settings.file.hosts[Duro.name]?.count == hosts.split(separator: ",").count)
    }

    @Test func `that are empty and may not be are named`() {
        for setting in AnySetting.all {
            let found = faults(flags: [setting.name: ""])
            #expect(found.isEmpty == setting.defaultText.isEmpty)
            #expect(found.allSatisfy { $0.contains("command line: \(setting.flag) is empty") }, "\(found)")
        }
        #expect(faults(file: #"{"database": ""}"#).first?.contains("database is empty") == true)
        #expect {
            try SettingsReader.read(flags: [:], environment: [:], path: "", providers: providers)
        } throws: { error in
            "\(error)".contains("--config is empty")
        }
    }

    @Test func `in a folder, or nowhere, are a fault`() {
        for path in ["/tmp", "/nowhere/at/all"] {
            #expect(throws: SettingsFaults.self) {
                try SettingsReader.read(flags: [:], environment: [:], path: path, providers: providers)
            }
        }
    }

    @Test func `keep no secret of a credential`() throws {
        let settings = try read(file: #"{"credentials": [{"provider": "duro", "secret": "sk_test_unheard_of"}]}"#)
        #expect(!String(reflecting: settings).contains("unheard_of"))
        #expect(settings.file.credentials.count == 1)
        #expect(settings.file.credentials[0].digest.count == 32)
    }

    @Test func `refuse a secret as live only where its provider's contract has it say so, and without showing it`() {
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
    func `refuse a credential that could let nobody in, or whose account nobody could read`(
        _ credential: String, _ word: String
    ) {
        let found = faults(file: #"{"credentials": [\#(credential)]}"#)
        #expect(found.count == 1)
        #expect(found.contains { $0.contains(word) }, "\(found)")
    }

    @Test func `tell a credential's kind, or it is taken for one`() throws {
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

    @Test func `tell all that is wrong with a credential`() {
        let found = faults(
            file: #"""
                {"credentials": [{"provider": "userdocks", "secret": "ключ", "client_id": "zz", "kind": "publishable",
                  "access": "all", "account": "", "livemode": 1, "colour": "red"}]}
                """#)
        #expect(found.count == 7, "\(found)")
    }

    @Test func `name a credential as its requests do`() throws {
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

    @Test func `refuse a secret that a provider has twice, by its places and without showing it`() {
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

    @Test func `keep keys apart that differ only in Unicode normalization`() throws {
        let file = #"{"catalogue": {"duro.plan": [{"id": "caf\u00e9"}, {"id": "cafe\u0301"}]}}"#
        let catalogue = try read(file: file).file.catalogue
        #expect(try catalogue.entry("caf\u{e9}", of: "duro.plan")?.reference.utf8.count == 5)
        #expect(try catalogue.entry("cafe\u{301}", of: "duro.plan")?.reference.utf8.count == 6)
    }

    @Test func `limit failures of authentication unless it is a sandbox or they say otherwise`() throws {
        #expect(try read()[.authFailuresPerMinute] == 0)
        #expect(try read(flags: ["auth_failures_per_minute": "5"])[.authFailuresPerMinute] == 5)
        #expect(try read(file: "{}")[.authFailuresPerMinute] == 10)
        #expect(try read(file: "{}")[.authFailuresBurst] == 10)
        #expect(try read(file: #"{"auth_failures_per_minute": 0}"#)[.authFailuresPerMinute] == 0)
        #expect(try read(file: "{}")[.rateLimitPerSecond] == 0)
        let conformance = try SettingsReader.read(
            flags: [:], environment: [:], path: InMemoryGateway.fixtures + "/conformance.json", providers: providers)
        #expect(RateLimits(conformance, credentials: 1).authentication == nil)
        #expect(RateLimits(try read(file: "{}"), credentials: 1).authentication != nil)
        #expect(RateLimits(try read(file: "{}"), credentials: 1).credential == nil)
    }

    @Test func `name proxies as a list in the file and as a text elsewhere`() throws {
        #expect(try read()[.trustedProxies].isEmpty)
        let listed = try read(file: #"{"trusted_proxies": ["10.0.0.0/8", "2001:db8::/32"]}"#)[.trustedProxies]
        let written = try read(environment: ["CHECKOUT_TRUSTED_PROXIES": "10.0.0.0/8, 2001:db8::/32"])[.trustedProxies]
        #expect(listed.count == 2)
        #expect(listed == written)
        #expect(try read(file: #"{"trusted_proxies": []}"#)[.trustedProxies].isEmpty)
    }

    @Test(arguments: [
        (#"["10.0.0.1/8"]"#, "10.0.0.1/8"), (#"["10.0.0.0/8,127.0.0.1"]"#, "trusted_proxies"),
        ("[1]", "trusted_proxies"),
        (#""10.0.0.0/8,""#, "which is no address"), (#""proxy.test""#, "proxy.test"), ("{}", "trusted_proxies"),
    ])
    func `name no proxy that is none`(_ value: String, _ word: String) {
        let found = faults(file: #"{"trusted_proxies": \#(value)}"#)
        #expect(found.contains { $0.contains(word) }, "\(found)")
        #expect(!faults(file: #"{"port": ["1"]}"#).isEmpty)
    }
}
