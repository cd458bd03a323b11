import Server
import Wire

/// Every setting with a single value.
extension Setting {
    /// The address or name to listen on.
    package static var host: Setting<String> {
        Setting<String>(
            text: "host", "127.0.0.1",
            "Address or host name to listen on. localhost means both loopback addresses, * every address."
        ) { (text) throws(SettingMisfit) in
            guard let host = LocalHost.canonical(text) else { throw SettingMisfit(text, hasToBe: LocalHost.rule) }
            return host
        }
    }

    /// The port to listen on; 0 for a free one.
    package static var port: Setting<Int> {
        Setting<Int>(
            count: "port", 0...65_535, "", 8_080,
            "Port to listen on. 0 takes a free port and prints it.")
    }

    /// The path of the database.
    package static var database: Setting<String> {
        Setting<String>(
            text: "database", "checkout-gateway.db",
            "Path of the SQLite file that holds all data. Its folder must exist."
        ) { (text) throws(SettingMisfit) in
            guard DatabasePath.isValid(text) else {
                let advice = "a file of this name in the working folder is \"./\(text)\""
                throw SettingMisfit(text, hasToBe: "\(DatabasePath.rule); \(advice)")
            }
            return text
        }
    }

    /// Where customers and clients reach the gateway; nil if that is not set.
    package static var publicURL: Setting<String?> {
        Setting<String?>(
            optionalText: "public_url",
            "URL at which customers and clients reach the gateway, for links and redirects in answers. Empty: the "
                + "address it listens on."
        ) { (text) throws(SettingMisfit) in
            guard PublicURL.isValid(text) else { throw SettingMisfit(text, hasToBe: PublicURL.rule) }
        }
    }

    static var accessLog: Setting<Bool> {
        Setting<Bool>(toggle: "access_log", true, "Prints one JSON line a request on standard output.")
    }

    static var loops: Setting<Int> {
        Setting<Int>(
            count: "loops", 0...64, "loops", 0,
            "Event loops, each a thread. 0: one for each core that the process may use; then each busy loop keeps "
                + "to its own core.")
    }

    /// The default folder need not exist; a folder that is set and cannot be read is a mistake.
    static var openAPIDirectory: Setting<String?> {
        Setting<String?>(
            optionalText: "openapi_directory",
            "Folder of the documents served at /openapi/NAME.yaml. Empty: the folder installed with the program, "
                + "or that of its sources."
        ) { (text) throws(SettingMisfit) in
            if let reason = OpenAPIDocuments.fault(in: text) {
                throw SettingMisfit(["is \"\(text)\", which cannot be read: \(reason)"])
            }
        }
    }

    static var idleTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "idle_timeout", 1...3_600, 75,
            "Closes a connection after this silence between requests; answers tell it in Keep-Alive. Make it "
                + "longer than the idle timeout of a balancer in front (often 60), so that the balancer closes first.")
    }

    static var headTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "head_timeout", 1...600, 10,
            "Time for a whole request head, from its first byte. It ends connections of slow senders.")
    }

    static var bodyTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "body_timeout", 1...600, 20,
            "Longest silence within a body. A whole body may take three times as long.")
    }

    static var writeTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "write_timeout", 1...600, 20,
            "Time for a client to take an answer. A client that does not read is disconnected.")
    }

    static var stopNotice: Setting<Duration> {
        Setting<Duration>(
            seconds: "stop_notice", 0...600, 0,
            "How long a stopping gateway answers 503 at /readyz and still accepts connections, so that a balancer "
                + "stops sending.")
    }

    static var drainTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "drain_timeout", 0...600, 20,
            "Time to finish requests in flight when the gateway stops.")
    }

    static var lockTimeout: Setting<Duration> {
        Setting<Duration>(
            seconds: "lock_timeout", 0...600, 30,
            "Time to wait until another gateway that is stopping releases the database.")
    }

    static var sweepInterval: Setting<Duration> {
        Setting<Duration>(
            seconds: "sweep_interval", 1...3_600, 5,
            "How often expired sessions are recorded and old idempotency keys removed. Reads do not wait for it.")
    }

    static var requestLineBytesMax: Setting<Int> {
        Setting<Int>(
            count: "request_line_bytes_max", 8_000...65_535, "bytes", 16_384,
            "Longest request line; a longer one is answered with 414. RFC 9112 §3 recommends at least 8,000.")
    }

    static var headBytesMax: Setting<Int> {
        Setting<Int>(
            count: "head_bytes_max", 8_192...131_071, "bytes", 65_536,
            "Largest request head in all; a larger one is answered with 431.")
    }

    static var headLinesMax: Setting<Int> {
        Setting<Int>(
            count: "head_lines_max", 50...9_999, "lines", 128,
            "Most header lines; more are answered with 431.")
    }

    static var bodyBytesMax: Setting<Int> {
        Setting<Int>(
            count: "body_bytes_max", 4_096...2_097_151, "bytes", 1_048_576,
            "Largest body; a larger one is answered with 413, in the provider's form.")
    }

    static var connectionsMax: Setting<Int> {
        Setting<Int>(
            count: "connections_max", 16...1_000_000, "connections", 10_000,
            "Most connections at a time. A further one is answered with 503 and Retry-After, and closed.")
    }

    static var connectionsPerAddressMax: Setting<Int> {
        Setting<Int>(
            count: "connections_per_address_max", 0...1_000_000, "connections", 0,
            "Most connections of one client address (IPv6: one /64 network); trusted proxies are not limited. A "
                + "further one is answered with 503 and closed. 0: only connections_max applies. Set it if clients "
                + "connect without a proxy.")
    }

    static var trustedProxies: Setting<[AddressBlock]> {
        Setting<[AddressBlock]>(
            addressBlocks: "trusted_proxies",
            "Addresses and CIDR blocks of proxies in front, IPv4 and IPv6, such as 10.0.0.0/8. Only their "
                + "X-Forwarded-* and Forwarded headers are believed, so each has to set one of them itself.")
    }

    /// Nil: pages of other origins may not read answers.
    static var crossOrigin: Setting<CrossOriginPolicy?> {
        Setting<CrossOriginPolicy?>(
            list: "cors_origins", nil, inSandbox: "*",
            "Origins, such as https://app.example, whose pages may call the gateway from a browser (CORS), except "
                + "the checkout pages. *: all origins. Empty: none."
        ) { (entries) throws(SettingMisfit) in
            let faults = entries.compactMap { entry in
                WebOrigin.fault(entry, among: entries.count).map { reason in
                    "has \"\(String(decoding: entry, as: UTF8.self))\", which \(reason)."
                }
            }
            if !faults.isEmpty { throw SettingMisfit(faults) }
            return CrossOriginPolicy(entries.compactMap(WebOrigin.normalized))
        }
    }

    static var rateLimitPerSecond: Setting<Int> {
        Setting<Int>(
            count: "rate_limit_per_second", 0...10_000, "requests a second", 0,
            "Requests that each credential of a provider may send in the long run; more are answered with 429 and "
                + "Retry-After. The gateway's own API is not limited. 0: no limit.")
    }

    static var rateLimitBurst: Setting<Int> {
        Setting<Int>(
            count: "rate_limit_burst", 0...1_000_000, "requests", 0,
            "Requests that each credential may send at once. 0: as many as rate_limit_per_second allows in two "
                + "seconds.")
    }

    static var authFailuresPerMinute: Setting<Int> {
        Setting<Int>(
            count: "auth_failures_per_minute", 0...60_000, "failures a minute", 10, inSandbox: 0,
            "Wrong credentials that one address (IPv6: one /64 network) may send in the long run, so that nobody "
                + "can try keys for ever. Above it, all its calls are answered with 429 and Retry-After before a "
                + "credential is checked. 0: no limit. Behind a proxy set trusted_proxies; otherwise all clients of the "
                + "proxy count as one.")
    }

    static var authFailuresBurst: Setting<Int> {
        Setting<Int>(
            count: "auth_failures_burst", 1...10_000, "failures", 10,
            "Wrong credentials that one address may send at once, enough for a client with a wrong configuration.")
    }

    static var pendingWritesMax: Setting<Int> {
        Setting<Int>(
            count: "pending_writes_max", 1...1_000_000, "writes", 4_096,
            "Most creates that wait for the disk. Further ones are answered with 503 and Retry-After.")
    }

    static var batchRowsMax: Setting<Int> {
        Setting<Int>(
            count: "batch_rows_max", 1...100_000, "rows", 1_024,
            "Most rows of one commit, so that no request waits long for a large batch.")
    }
}

extension AnySetting {
    /// Every setting with a single value, in the order of the help.
    package static let all: [AnySetting] = [
        AnySetting(.host), AnySetting(.port), AnySetting(.database), AnySetting(.publicURL), AnySetting(.accessLog),
        AnySetting(.loops), AnySetting(.openAPIDirectory), AnySetting(.idleTimeout), AnySetting(.headTimeout),
        AnySetting(.bodyTimeout), AnySetting(.writeTimeout), AnySetting(.stopNotice), AnySetting(.drainTimeout),
        AnySetting(.lockTimeout), AnySetting(.sweepInterval), AnySetting(.requestLineBytesMax),
        AnySetting(.headBytesMax), AnySetting(.headLinesMax), AnySetting(.bodyBytesMax), AnySetting(.connectionsMax),
        AnySetting(.connectionsPerAddressMax), AnySetting(.trustedProxies), AnySetting(.crossOrigin),
        AnySetting(.rateLimitPerSecond), AnySetting(.rateLimitBurst), AnySetting(.authFailuresPerMinute),
        AnySetting(.authFailuresBurst), AnySetting(.pendingWritesMax), AnySetting(.batchRowsMax),
        AnySetting(.webhookNetworksAllow), AnySetting(.outboundCAFile),
    ]
}
