/// One setting: its name, what it may be, what it is where nobody says, and why.
///
/// The help text, the table of the page Settings and the reading of flags, environment and file all come from ``Knob/all``.
struct Knob: Sendable {
    /// As in the file: `idle_timeout`.
    let name: String
    let kind: Kind
    /// The value where nobody gives one, written as anyone would give it.
    let standard: String
    /// The value in a sandbox where nobody gives one, if that is another.
    let sandboxStandard: String?
    /// What it is and why it is bounded, for the help text.
    let sentence: String

    /// What a setting may be.
    enum Kind: Sendable {
        case text
        case toggle
        case count(ClosedRange<Int>, unit: String)
        /// In the file, the environment and the flags: seconds, with up to three decimals.
        case seconds(ClosedRange<Int>)
        /// Texts, separated by commas outside the file.
        case list
    }

    /// As on the command line: `--idle-timeout`.
    var flag: String { "--" + name.replacing("_", with: "-") }

    /// As in the environment: `CHECKOUT_IDLE_TIMEOUT`.
    var variable: String { "CHECKOUT_" + name.uppercased() }

    /// What may be given, for the help text.
    var range: String {
        switch kind {
        case .text: "text"
        case .toggle: "on or off"
        case .count(let range, let unit):
            "\(range.lowerBound) to \(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
        case .seconds(let range): "\(range.lowerBound) to \(range.upperBound) seconds"
        case .list: "list, separated by commas"
        }
    }

    init(
        _ name: String, _ kind: Kind, _ standard: String, inSandbox sandboxStandard: String? = nil, _ sentence: String
    ) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.sandboxStandard = sandboxStandard
        self.sentence = sentence
    }

    /// Every setting that is one value, in the order in which the help shows them.
    static let all: [Knob] = [
        Knob(
            "host", .text, "127.0.0.1",
            "Address or name to listen on; localhost is both loopbacks, * every address. Loopback unless said otherwise."
        ),
        Knob("port", .count(0...65_535, unit: ""), "8080", "Port to listen on; 0 takes a free one and prints it."),
        Knob(
            "database", .text, "checkout-gateway.db",
            "Path of the SQLite file that holds everything; its folder must exist."),
        Knob(
            "public_url", .text, "",
            "Where customers and clients reach the gateway, for the links and redirects in answers. Empty: where it listens."
        ),
        Knob("access_log", .toggle, "on", "One JSON line a request on standard output."),
        Knob(
            "loops", .count(0...64, unit: "loops"), "0",
            "Event loops, each a thread. 0: one for each core that it may use; under load each keeps to its core then."),
        Knob(
            "openapi_directory", .text, "",
            "Folder of the documents served at /openapi/NAME.yaml. Empty: beside the program, or the checkout's own."),
        Knob(
            "idle_timeout", .seconds(1...3_600), "75",
            "Silence between requests after which a connection is closed, as answers say in Keep-Alive. Longer than that of "
                + "a balancer in front, mostly 60, so that the balancer closes first."),
        Knob(
            "head_timeout", .seconds(1...600), "10",
            "Time for a whole request head, from its first byte: a slow sender holds a connection no longer."),
        Knob(
            "body_timeout", .seconds(1...600), "20",
            "Longest silence within a body; a whole body has three times as long."),
        Knob(
            "write_timeout", .seconds(1...600), "20",
            "Time for a client to take an answer: who never reads is closed, not buffered."),
        Knob(
            "stop_notice", .seconds(0...600), "0",
            "Time for which a stopping gateway says so at /readyz and still accepts, so that a balancer looks elsewhere."
        ),
        Knob("drain_timeout", .seconds(0...600), "20", "Time for requests in flight when the gateway stops."),
        Knob(
            "lock_timeout", .seconds(0...600), "30",
            "Time to wait for another gateway that is stopping to let go of the database."),
        Knob(
            "sweep_interval", .seconds(1...3_600), "5",
            "How often expired sessions are recorded and old idempotency keys removed; reads do not wait for it."),
        Knob(
            "request_line_bytes_max", .count(8_000...65_535, unit: "bytes"), "16384",
            "Longest request line; RFC 9112 §3 recommends at least 8,000. More is 414."),
        Knob(
            "head_bytes_max", .count(8_192...131_071, unit: "bytes"), "65536",
            "Largest request head in all. More is 431."),
        Knob("head_lines_max", .count(50...9_999, unit: "lines"), "128", "Most header lines. More is 431."),
        Knob(
            "body_bytes_max", .count(4_096...2_097_151, unit: "bytes"), "1048576",
            "Largest body. More is 413, in the provider's words."),
        Knob(
            "connections_max", .count(16...1_000_000, unit: "connections"), "10000",
            "Most connections at a time; a further one is answered 503 with Retry-After and closed."),
        Knob(
            "connections_per_address_max", .count(0...1_000_000, unit: "connections"), "0",
            "Most connections of one peer address (IPv6: of one /64 network), trusted proxies not counted; 0: no bound "
                + "but connections_max. One more is answered 503 and closed. Set it where no other proxy is in front."),
        Knob(
            "trusted_proxies", .list, "",
            "Addresses and CIDR blocks of proxies in front, IPv4 and IPv6, such as 10.0.0.0/8. What X-Forwarded-* and "
                + "Forwarded say is believed from these alone. A proxy that is named has to set one of them itself."),
        Knob(
            "cors_origins", .list, "", inSandbox: "*",
            "Origins such as https://app.example whose pages may call the gateway from a browser (CORS), but not the pages "
                + "where customers pay; *: all. Empty: none, and answers say nothing of it."),
        Knob(
            "rate_limit_per_second", .count(0...10_000, unit: "requests a second"), "0",
            "What each credential of a provider may send in the long run; more is 429 with Retry-After. The gateway's own "
                + "API is not counted. 0: no limit."),
        Knob(
            "rate_limit_burst", .count(0...1_000_000, unit: "requests"), "0",
            "What each credential may send at once, since clients come in bursts; 0: two seconds' worth."),
        Knob(
            "auth_failures_per_minute", .count(0...60_000, unit: "failures a minute"), "10", inSandbox: "0",
            "Wrong credentials that an address (IPv6: a /64 network) may show in the long run, so that nobody can try "
                + "keys for ever; beyond it all its calls are 429 with Retry-After, before any credential is looked "
                + "at. 0: no limit. Behind a proxy set trusted_proxies, or all its clients count as one."),
        Knob(
            "auth_failures_burst", .count(1...10_000, unit: "failures"), "10",
            "Wrong credentials that an address may show at once: enough for a client that was just set up wrongly."),
        Knob(
            "pending_writes_max", .count(1...1_000_000, unit: "writes"), "4096",
            "Most creates that wait for the disk; further ones are answered 503 with Retry-After."),
        Knob(
            "batch_rows_max", .count(1...100_000, unit: "rows"), "1024",
            "Most rows of one commit, so that nobody waits long behind others."),
    ]
}
