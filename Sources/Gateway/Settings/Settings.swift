import Checkout
import Server
import Wire

/// All settings, read and checked.
package struct Settings: Sendable {
    /// A value and its source.
    package struct Value: Sendable {
        /// The value, as an operator would write it.
        package var text: String
        /// The file, `environment`, `command line` or `default`.
        package var source: String
    }

    /// The value of each setting by its name.
    package var values: [String: Value]
    /// The parts of the file besides single values.
    package var file: ConfigurationFile

    /// The text of a setting if the command line gives it; nil if another source does.
    package func flag(_ name: String) -> String? {
        values[name].flatMap { $0.source == Self.commandLine ? $0.text : nil }
    }

    /// The source of values from flags.
    static let commandLine = "command line"

    private func text(_ name: String) -> String { values[name]?.text ?? "" }

    private func count(_ name: String) -> Int { ASCII.natural(text(name).utf8.span) ?? 0 }

    private func milliseconds(_ name: String) -> Int { SettingsReader.milliseconds(text(name)) ?? 0 }

    private func toggle(_ name: String) -> Bool { text(name) == "on" }

    /// The address or name to listen on.
    package var host: String { text("host") }
    /// The port to listen on; 0 for a free one.
    package var port: Int { count("port") }
    /// The path of the database.
    package var databasePath: String { text("database") }
    /// Where customers and clients reach the gateway; nil if that is not set.
    package var publicURL: String? { text("public_url").isEmpty ? nil : text("public_url") }
    var logsAccess: Bool { toggle("access_log") }
    var loopCount: Int { count("loops") }
    var openAPIDirectory: String? { text("openapi_directory").isEmpty ? nil : text("openapi_directory") }
    var idleTimeoutMilliseconds: Int { milliseconds("idle_timeout") }
    var headTimeoutMilliseconds: Int { milliseconds("head_timeout") }
    var bodyTimeoutMilliseconds: Int { milliseconds("body_timeout") }
    var writeTimeoutMilliseconds: Int { milliseconds("write_timeout") }
    var stopNoticeMilliseconds: Int { milliseconds("stop_notice") }
    var drainTimeoutMilliseconds: Int { milliseconds("drain_timeout") }
    var lockTimeoutMilliseconds: Int { milliseconds("lock_timeout") }
    var sweepIntervalMilliseconds: Int { milliseconds("sweep_interval") }
    var requestLineBytesMax: Int { count("request_line_bytes_max") }
    var headBytesMax: Int { count("head_bytes_max") }
    var headLinesMax: Int { count("head_lines_max") }
    var bodyBytesMax: Int { count("body_bytes_max") }
    var connectionsMax: Int { count("connections_max") }
    var connectionsPerAddressMax: Int { count("connections_per_address_max") }
    var rateLimitPerSecond: Int { count("rate_limit_per_second") }
    var rateLimitBurst: Int { count("rate_limit_burst") }
    var authFailuresPerMinute: Int { count("auth_failures_per_minute") }
    var authFailuresBurst: Int { count("auth_failures_burst") }
    var trustedProxies: [AddressBlock] {
        SettingsReader.entries(text("trusted_proxies")).compactMap { AddressBlock($0) }
    }
    var crossOrigin: CrossOriginPolicy? {
        CrossOriginPolicy(SettingsReader.entries(text("cors_origins")).compactMap(WebOrigin.normalized))
    }
    var pendingWritesMax: Int { count("pending_writes_max") }
    var batchRowsMax: Int { count("batch_rows_max") }

    /// Without a configuration file the gateway is a sandbox, with any flags and variables.
    package var isSandbox: Bool { file.path == nil }

    /// Whether only this machine can connect to the host.
    var isLoopback: Bool {
        LocalHost.isLoopback(host)
    }
}
