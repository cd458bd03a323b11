import Checkout
import Glibc
import Providers
import TestSupport
import Testing
import Wire

@testable import Command
@testable import Gateway

/// The commands against a server that answers as the gateway's API does.
@Suite struct `The commands for webhooks` {
    private static let endpoint = """
        {"id":"we_1","account":1,"url":"https://shop.example/hook","format":"gateway","events":["*"],"description":null,\
        "disabled":null,"secrets":[]}
        """
    private static let key = "gw_admin_key"

    /// Runs the program; returns its exit code and what it printed.
    private func run(
        _ arguments: [String], environment: [String: String] = [:], _ gateway: FakeGateway?
    ) -> (code: Int32, output: String, errors: String) {
        var (output, errors) = ([Int32](repeating: 0, count: 2), [Int32](repeating: 0, count: 2))
        pipe(&output)
        pipe(&errors)
        let program = Program(
            Dependencies(
                providers: Registry.providers, clock: SystemClock(),
                console: Console(output: output[1], errors: errors[1]), environment: environment, programPath: nil))
        let url = gateway.map { ["--url", "http://127.0.0.1:\($0.port)"] } ?? []
        let code = program.run(arguments + url)
        close(output[1])
        close(errors[1])
        return (code, Self.text(output[0]), Self.text(errors[0]))
    }

    /// What a pipe has; what these commands print fits into it.
    private static func text(_ descriptor: Int32) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            text += buffer[..<count]
        }
        close(descriptor)
        return String(decoding: text, as: UTF8.self)
    }

    @Test(arguments: [
        ("list", "GET /gateway/v1/webhooks/endpoints", ""),
        ("list --account a/b", "GET /gateway/v1/webhooks/endpoints?account=a%2Fb", ""),
        ("show we_1", "GET /gateway/v1/webhooks/endpoints/we_1", ""),
        (
            "create https://shop.example/hook --events a,b --format stripe --account shop --description x",
            "POST /gateway/v1/webhooks/endpoints",
            #"{"url":"https://shop.example/hook","account":"shop","format":"stripe","description":"x","events":["a","b"]}"#
        ),
        (
            "create https://shop.example/hook", "POST /gateway/v1/webhooks/endpoints",
            #"{"url":"https://shop.example/hook"}"#
        ),
        (
            "update we_1 --to https://a.example --state disabled", "PATCH /gateway/v1/webhooks/endpoints/we_1",
            #"{"url":"https://a.example","disabled":true}"#
        ),
        ("delete we_1", "DELETE /gateway/v1/webhooks/endpoints/we_1", ""),
        ("rotate we_1", "POST /gateway/v1/webhooks/endpoints/we_1/rotate", ""),
        (
            "recover we_1 --since 2027-01-01T00:00:00Z", "POST /gateway/v1/webhooks/endpoints/we_1/recover",
            #"{"since":"2027-01-01T00:00:00Z"}"#
        ),
        (
            "deliveries --state failed --limit 5", "GET /gateway/v1/webhooks/deliveries?limit=5&state=failed", ""
        ),
        ("delivery 7", "GET /gateway/v1/webhooks/deliveries/7", ""),
    ])
    func `ask what they say`(_ words: String, _ line: String, _ body: String) {
        let gateway = FakeGateway { _ in (200, "{}") }
        defer { gateway.stop() }
        let arguments = ["webhooks"] + words.split(separator: " ").map(String.init) + ["--key", Self.key]
        let (code, _, errors) = run(arguments, gateway)
        #expect(code == 0, "\(errors)")
        #expect(gateway.requests.map(\.line) == [line])
        #expect(gateway.requests.map(\.body) == [body])
        #expect(gateway.requests.first?.head.contains("\r\nAuthorization: Bearer \(Self.key)") == true)
    }

    @Test func `print tables for people, and answers as they are`() {
        let gateway = FakeGateway { _ in (200, #"{"data":[\#(Self.endpoint)]}"#) }
        defer { gateway.stop() }
        let lines = run(["webhooks", "list", "--key", "k"], gateway).output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("ID    ACCOUNT  FORMAT   STATE    URL") == true)
        #expect(lines.last?.hasPrefix("we_1  1        gateway  enabled  https://shop.example/hook  *") == true)
        #expect(
            run(["webhooks", "list", "--json", "--key", "k"], gateway).output == #"{"data":[\#(Self.endpoint)]}"# + "\n"
        )
    }

    @Test func `read all pages of a list, and stop at the limit`() {
        let gateway = FakeGateway { request in
            let isFirst = !request.line.contains("cursor=")
            return (200, #"{"data":[{"id":\#(isFirst ? 2 : 1)}],"next_cursor":\#(isFirst ? "\"a b\"" : "null")}"#)
        }
        defer { gateway.stop() }
        let all = run(["webhooks", "deliveries", "--json", "--key", "k"], gateway)
        #expect(all.output == "{\"id\":2}\n{\"id\":1}\n")
        #expect(gateway.requests.last?.line.hasSuffix("deliveries?limit=19&cursor=a%20b") == true)
        #expect(
            run(["webhooks", "deliveries", "--json", "--limit", "1", "--key", "k"], gateway).output == "{\"id\":2}\n")
    }

    @Test(arguments: [
        (401, ExitCode.usage, "does not know this credential"), (403, .usage, "the gateway says: No."),
        (400, .usage, "the gateway says: No."), (404, .notFound, "the gateway says: No."),
        (409, .notFound, "the gateway says: No."), (429, .unavailable, "the gateway says: No."),
        (503, .unavailable, "the gateway says: No."),
    ])
    func `say in one sentence what the gateway says`(_ status: Int, _ code: ExitCode, _ sentence: String) {
        let gateway = FakeGateway { _ in (status, #"{"title":"Title","detail":"No."}"#) }
        defer { gateway.stop() }
        let end = run(["webhooks", "show", "we_1", "--key", "k"], gateway)
        #expect(end.code == code.rawValue)
        #expect(end.output.isEmpty)
        #expect(end.errors.hasPrefix("checkout-gateway: ") && end.errors.contains(sentence), "\(end.errors)")
        #expect(end.errors.split(separator: "\n").count == 1)
    }

    @Test func `know what is no gateway`() {
        let other = FakeGateway { _ in (200, "<html>") }
        #expect(run(["webhooks", "list", "--key", "k"], other).code == ExitCode.unavailable.rawValue)
        other.stop()
        let gone = run(["webhooks", "list", "--key", "k", "--url", "http://127.0.0.1:1"], nil)
        #expect(gone.code == ExitCode.unavailable.rawValue)
        #expect(gone.errors.contains("no gateway answers at http://127.0.0.1:1"))
    }

    @Test func `trust the authorities of the settings when they ask by https`() throws {
        let other = try TLSServer()
        for (environment, sentence) in [
            (["CHECKOUT_OUTBOUND_CA_FILE": other.certificatePath], "(200) is no checkout-gateway"),
            ([:], "no gateway answers at https://127.0.0.1:\(other.port)"),
        ] {
            let end = run(
                ["webhooks", "list", "--key", "k", "--url", "https://127.0.0.1:\(other.port)"],
                environment: environment, nil)
            #expect(end.errors.contains(sentence), "\(end.errors)")
        }
    }

    @Test func `take the credential from the environment or a file, and send no sandbox's to a URL`() {
        let gateway = FakeGateway { _ in (200, #"{"data":[]}"#) }
        defer { gateway.stop() }
        let program = BuiltProgram()
        let path = program.folder + "/key"
        let file = open(path, O_CREAT | O_WRONLY, 0o600)
        _ = Array("gw_file\n".utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        close(file)
        let environment = ["CHECKOUT_ADMIN_KEY": "gw_environment"]
        _ = run(["webhooks", "list"], environment: environment, gateway)
        _ = run(["webhooks", "list", "--key-file", path], environment: environment, gateway)
        _ = run(["webhooks", "list", "--key", "gw_option"], environment: environment, gateway)
        let sent = gateway.requests.map { request in
            request.head.split(separator: "\r\n").first { $0.hasPrefix("Authorization") }
        }
        #expect(sent == ["gw_environment", "gw_file", "gw_option"].map { "Authorization: Bearer \($0)" })
        let without = run(["webhooks", "list"], gateway)
        #expect(without.code == ExitCode.usage.rawValue)
        #expect(gateway.requests.count == 3)
    }

    @Test(arguments: [
        ["list", "--url", "ftp://x", "--key", "k"], ["show", "--url", "http://127.0.0.1:1", "--key", "k"],
        ["list", "--key", "k", "--key-file", "/dev/null"], ["list", "--key-file", "/nonexistent"],
        ["list", "--url", "http://127.0.0.1:1", "--port", "1", "--key", "k"],
        ["ping", "we_1", "--wait", "301", "--key", "k"], ["update", "we_1", "--state", "gone", "--key", "k"],
        ["recover", "we_1", "--key", "k"], ["list", "extra", "--key", "k", "--url", "http://127.0.0.1:1"],
        ["list", "--key", "a\nb", "--url", "http://127.0.0.1:1"],
    ])
    func `refuse what they do not understand`(_ words: [String]) {
        #expect(run(["webhooks"] + words, nil).code == ExitCode.usage.rawValue)
    }

    @Test(arguments: [
        (#""status":200,"failure":null"#, 0, "was taken: 200 in 12 ms"),
        (#""status":500,"failure":null"#, 76, "was not taken: 500 in 12 ms; it is pending"),
        (
            #""status":null,"failure":{"phase":"connecting","reason":"no connection was made"}"#, 76,
            "was not taken: connecting: no connection was made"
        ),
    ])
    func `wait for the outcome of a ping or a resend`(_ outcome: String, _ code: Int32, _ text: String) {
        for words in [["ping", "we_1"], ["resend", "7"]] {
            let gateway = FakeGateway { request in
                if request.line.hasPrefix("POST") { return (202, #"{"id":7,"state":"pending","attempt_count":3}"#) }
                let attempt = #"{"number":4,"duration_ms":12,\#(outcome)}"#
                return (200, #"{"id":7,"state":"pending","attempt_count":4,"attempts":[{"number":3},\#(attempt)]}"#)
            }
            defer { gateway.stop() }
            let end = run(["webhooks"] + words + ["--key", "k"], gateway)
            #expect(end.code == code, "\(end.errors)")
            #expect((code == 0 ? end.output : end.errors).contains("delivery 7 \(text)"))
        }
    }

    @Test func `do not wait for ever`() {
        let gateway = FakeGateway { _ in (202, #"{"id":7,"state":"pending","attempt_count":0}"#) }
        defer { gateway.stop() }
        let end = run(["webhooks", "ping", "we_1", "--wait", "0", "--key", "k"], gateway)
        #expect(end.code == ExitCode.undelivered.rawValue)
        #expect(end.errors.contains("has not been sent within 0 s; it is pending"))
    }

    @Test func `go on with a recovery until all is done`() {
        let gateway = FakeGateway { request in
            (200, request.body.contains("after") ? #"{"recovered":2,"next":null}"# : #"{"recovered":5,"next":"n"}"#)
        }
        defer { gateway.stop() }
        let end = run(["webhooks", "recover", "we_1", "--since", "2027-01-01T00:00:00Z", "--key", "k"], gateway)
        #expect(end.output == "7 deliveries are sent again\n")
    }
}
