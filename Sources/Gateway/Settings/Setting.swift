/// One setting: its name, its allowed values, its default, and its purpose.
///
/// The help text, the table of the page Settings and the readers of flags, environment and file all use ``Setting/all``.
package struct Setting: Sendable {
    /// The name in the file: `idle_timeout`.
    package let name: String
    let kind: Kind
    /// The default, as an operator would write it.
    package let defaultText: String
    /// The default in a sandbox, if it differs.
    package let sandboxDefault: String?
    /// The purpose and the reason for the bounds, for the help text.
    package let sentence: String

    /// The type of a value, with its bounds.
    enum Kind: Sendable {
        case text
        case toggle
        case count(ClosedRange<Int>, unit: String)
        /// Seconds in the file, the environment and the flags, with up to three decimals.
        case seconds(ClosedRange<Int>)
        /// Texts, separated by commas outside the file.
        case list
    }

    /// The name on the command line: `--idle-timeout`.
    package var flag: String { "--" + name.replacing("_", with: "-") }

    /// The name in the environment: `CHECKOUT_IDLE_TIMEOUT`.
    var variable: String { "CHECKOUT_" + name.uppercased() }

    /// The allowed values, for the help text.
    package var range: String {
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
        _ name: String, _ kind: Kind, _ defaultText: String, inSandbox sandboxDefault: String? = nil, _ sentence: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultText = defaultText
        self.sandboxDefault = sandboxDefault
        self.sentence = sentence
    }

    /// Every setting with a single value, in the order of the help.
    package static let all: [Setting] = [
        Setting(
            "host", .text, "127.0.0.1",
            "Address or host name to listen on. localhost means both loopback addresses, * every address."),
        Setting(
            "port", .count(0...65_535, unit: ""), "8080",
            "Port to listen on. 0 takes a free port and prints it."),
        Setting(
            "database", .text, "checkout-gateway.db",
            "Path of the SQLite file that holds all data. Its folder must exist."),
        Setting(
            "public_url", .text, "",
            "URL at which customers and clients reach the gateway, for links and redirects in answers. Empty: the "
                + "address it listens on."),
        Setting("access_log", .toggle, "on", "Prints one JSON line a request on standard output."),
        Setting(
            "loops", .count(0...64, unit: "loops"), "0",
            "Event loops, each a thread. 0: one for each core that the process may use; then each busy loop keeps "
                + "to its own core."),
        Setting(
            "openapi_directory", .text, "",
            "Folder of the documents served at /openapi/NAME.yaml. Empty: the folder installed with the program, "
                + "or that of its sources."),
        Setting(
            "idle_timeout", .seconds(1...3_600), "75",
            "Closes a connection after this silence between requests; answers tell it in Keep-Alive. Make it "
                + "longer than the idle timeout of a balancer in front (often 60), so that the balancer closes first."),
        Setting(
            "head_timeout", .seconds(1...600), "10",
            "Time for a whole request head, from its first byte. It ends connections of slow senders."),
        Setting(
            "body_timeout", .seconds(1...600), "20",
            "Longest silence within a body. A whole body may take three times as long."),
        Setting(
            "write_timeout", .seconds(1...600), "20",
            "Time for a client to take an answer. A client that does not read is disconnected."),
        Setting(
            "stop_notice", .seconds(0...600), "0",
            "How long a stopping gateway answers 503 at /readyz and still accepts connections, so that a balancer "
                + "stops sending."),
        Setting("drain_timeout", .seconds(0...600), "20", "Time to finish requests in flight when the gateway stops."),
        Setting(
            "lock_timeout", .seconds(0...600), "30",
            "Time to wait until another gateway that is stopping releases the database."),
        Setting(
            "sweep_interval", .seconds(1...3_600), "5",
            "How often expired sessions are recorded and old idempotency keys removed. Reads do not wait for it."),
        Setting(
            "request_line_bytes_max", .count(8_000...65_535, unit: "bytes"), "16384",
            "Longest request line; a longer one is answered with 414. RFC 9112 §3 recommends at least 8,000."),
        Setting(
            "head_bytes_max", .count(8_192...131_071, unit: "bytes"), "65536",
            "Largest request head in all; a larger one is answered with 431."),
        Setting(
            "head_lines_max", .count(50...9_999, unit: "lines"), "128",
            "Most header lines; more are answered with 431."),
        Setting(
            "body_bytes_max", .count(4_096...2_097_151, unit: "bytes"), "1048576",
            "Largest body; a larger one is answered with 413, in the provider's form."),
        Setting(
            "connections_max", .count(16...1_000_000, unit: "connections"), "10000",
            "Most connections at a time. A further one is answered with 503 and Retry-After, and closed."),
        Setting(
            "connections_per_address_max", .count(0...1_000_000, unit: "connections"), "0",
            "Most connections of one client address (IPv6: one /64 network); trusted proxies are not limited. A "
                + "further one is answered with 503 and closed. 0: only connections_max applies. Set it if clients "
                + "connect without a proxy."),
        Setting(
            "trusted_proxies", .list, "",
            "Addresses and CIDR blocks of proxies in front, IPv4 and IPv6, such as 10.0.0.0/8. Only their "
                + "X-Forwarded-* and Forwarded headers are believed, so each has to set one of them itself."),
        Setting(
            "cors_origins", .list, "", inSandbox: "*",
            "Origins, such as https://app.example, whose pages may call the gateway from a browser (CORS), except "
                + "the checkout pages. *: all origins. Empty: none."),
        Setting(
            "rate_limit_per_second", .count(0...10_000, unit: "requests a second"), "0",
            "Requests that each credential of a provider may send in the long run; more are answered with 429 and "
                + "Retry-After. The gateway's own API is not limited. 0: no limit."),
        Setting(
            "rate_limit_burst", .count(0...1_000_000, unit: "requests"), "0",
            "Requests that each credential may send at once. 0: as many as rate_limit_per_second allows in two "
                + "seconds."),
        Setting(
            "auth_failures_per_minute", .count(0...60_000, unit: "failures a minute"), "10", inSandbox: "0",
            "Wrong credentials that one address (IPv6: one /64 network) may send in the long run, so that nobody "
                + "can try keys for ever. Above it, all its calls are answered with 429 and Retry-After before a "
                + "credential is checked. 0: no limit. Behind a proxy set trusted_proxies; otherwise all clients of the "
                + "proxy count as one."),
        Setting(
            "auth_failures_burst", .count(1...10_000, unit: "failures"), "10",
            "Wrong credentials that one address may send at once, enough for a client with a wrong configuration."),
        Setting(
            "pending_writes_max", .count(1...1_000_000, unit: "writes"), "4096",
            "Most creates that wait for the disk. Further ones are answered with 503 and Retry-After."),
        Setting(
            "batch_rows_max", .count(1...100_000, unit: "rows"), "1024",
            "Most rows of one commit, so that no request waits long for a large batch."),
    ]
}
