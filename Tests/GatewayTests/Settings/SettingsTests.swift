import Checkout
import Glibc
import Server
import Testing

@testable import Gateway

/// Settings come from flags, variables and a file; messages tell what is wrong with them.
@Suite struct `Reading settings`: SettingsSuite {
    @Test func `are the defaults of a sandbox if none are given`() throws {
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

    /// One for each loop and one for the sender of webhooks, so that a long read keeps no other loop waiting.
    @Test(arguments: [("1", 2), ("2", 3), ("3", 4), ("8", 9), ("64", 65), ("0", ServerLimits().loopCount + 1)])
    func `give the store a connection for each loop and the sender`(_ loops: String, _ readers: Int) throws {
        let flags = ["loops": loops, "pending_writes_max": "77", "batch_rows_max": "5"]
        let limits = StoreLimits(try read(flags: flags))
        #expect(limits.readers == readers)
        #expect(limits.commits.pendingWritesMax == 77)
        #expect(limits.commits.batchRowsMax == 5)
    }

    @Test(arguments: [
        ("2", 2_000), ("2.5", 2_500), ("0.001", 1), ("1.25", 1_250), ("1.", nil), (".5", nil), ("+1", nil),
        ("1e3", nil),
        ("1.0000", nil), ("", nil), ("99999999999999999999", nil),
    ])
    func `in seconds are read to the millisecond`(_ text: String, _ milliseconds: Int?) {
        #expect(SettingForm.duration(text) == milliseconds.map { .milliseconds($0) })
    }

    @Test func `that are wrong in a file are reported in a fixed order`() {
        let names = (0..<20).map { String(UnicodeScalar(UInt8(ascii: "a") + UInt8($0))) }
        let found = faults(file: "{\(names.shuffled().map { "\"\($0)\": 1" }.joined(separator: ","))}")
        #expect(found.count == 20)
        for (name, fault) in zip(names, found) { #expect(fault.hasSuffix(": \(name) is not a setting.")) }
    }

    @Test func `are not waited for at a pipe without a writer`() throws {
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
    func `of another type are reported as the file spells them`(_ file: String, _ word: String) {
        let found = faults(file: file)
        #expect(found.count == 1)
        #expect(found.allSatisfy { $0.contains(word) }, "\(found)")
    }

    @Test func `report a host that two providers have along with other faults`() {
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
    func `that are on or off may be true or false in every source`(_ text: String) throws {
        let isOn = ["on", "true", "True"].contains(text)
        for settings in [
            try read(flags: ["access_log": text]), try read(environment: ["CHECKOUT_ACCESS_LOG": text]),
            try read(file: #"{"access_log": "\#(text)"}"#), try read(file: #"{"access_log": \#(isOn)}"#),
        ] {
            #expect(settings[.accessLog] == isOn)
            #expect(settings[AnySetting(.accessLog)].text == (isOn ? "on" : "off"))
        }
    }

    @Test func `of empty variables are not set`() throws {
        let names = AnySetting.all.map(\.variable) + ["CHECKOUT_CONFIG", "CHECKOUT_NOTHING"]
        let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
        let settings = try read(environment: environment)
        #expect(settings.isSandbox)
        #expect(settings[.port] == 8_080)
        #expect(try read(environment: environment, file: #"{"public_url": "http://a"}"#)[.publicURL] == "http://a")
    }

    @Test func `describe their range without a stray blank`() {
        for setting in AnySetting.all { #expect(!setting.range.hasSuffix(" "), "\(setting.name)") }
    }

    @Test func `that are wrong are all reported together`() {
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
    func `in a wrong file are reported with their location`(_ file: String, _ word: String) {
        let found = faults(file: file)
        #expect(found.contains { $0.contains(word) }, "\(found)")
    }

    @Test func `accept a catalogue of every declared kind, and list all kinds beside an unknown one`()
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

    @Test func `need no default of a kind that requests name, or without entries`() {
        #expect(faults(file: #"{"catalogue": {"duro.plan": [{"id": "a"}], "billing.price": []}}"#).isEmpty)
    }

    @Test func `that are empty and must not be are reported`() {
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

    @Test func `in a folder instead of a file, or without a file, are a fault`() {
        for path in ["/tmp", "/nowhere/at/all"] {
            #expect(throws: SettingsFaults.self) {
                try SettingsReader.read(flags: [:], environment: [:], path: path, providers: providers)
            }
        }
    }

    @Test func `distinguish keys that differ only in Unicode normalization`() throws {
        let file = #"{"catalogue": {"duro.plan": [{"id": "caf\u00e9"}, {"id": "cafe\u0301"}]}}"#
        let catalogue = try read(file: file).file.catalogue
        #expect(try catalogue.entry("caf\u{e9}", of: "duro.plan")?.reference.utf8.count == 5)
        #expect(try catalogue.entry("cafe\u{301}", of: "duro.plan")?.reference.utf8.count == 6)
    }

    @Test func `limit failures of authentication unless it is a sandbox or they set no limit`() throws {
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
}
