import Checkout
import Providers
import Server
import Testing
import Wire

@testable import Gateway

@Suite struct `Limits from settings` {
    private func settings(_ flags: [String: String] = [:]) throws -> Settings {
        let types = Registry.providers.map { type(of: $0) as any Provider.Type }
        return try SettingsReader.read(flags: flags, environment: [:], path: nil, providers: types)
    }

    /// So the tests of the server and of the store, which use their own defaults, use those of a gateway.
    @Test func `are the defaults of server and store unless they are set`() throws {
        let settings = try settings()
        #expect(ServerLimits(settings) == ServerLimits())
        var limits = StoreLimits()
        limits.readers = max(limits.readers, ServerLimits().loopCount + 1)
        #expect(StoreLimits(settings) == limits)
    }

    private static let bounds: [(String, String, @Sendable (ServerLimits) -> Int, Int)] = [
        ("loops", "3", \.loops, 3), ("connections_max", "17", \.connectionsMax, 17),
        ("connections_max", "17", \.connectionsPerPeerMax, 17),
        ("connections_per_address_max", "5", \.connectionsPerPeerMax, 5),
        ("idle_timeout", "7", \.idleTimeoutMilliseconds, 7_000),
        ("head_timeout", "7", \.headTimeoutMilliseconds, 7_000),
        ("body_timeout", "7", \.bodySilenceTimeoutMilliseconds, 7_000),
        ("body_timeout", "7", \.bodyTimeoutMilliseconds, 21_000),
        ("write_timeout", "7", \.writeTimeoutMilliseconds, 7_000),
        ("request_line_bytes_max", "9000", \.http.requestLineBytesMax, 9_000),
        ("head_bytes_max", "9000", \.http.headBytesMax, 9_000), ("head_lines_max", "60", \.http.fieldLinesMax, 60),
        ("body_bytes_max", "5000", \.http.bodyBytesMax, 5_000),
        ("trusted_proxies", "10.0.0.0/8", \.connectionsPerPeerExempt.count, 1),
    ]

    @Test(arguments: bounds.indices) func `of the server are what is set`(_ index: Int) throws {
        let (name, value, bound, expected) = Self.bounds[index]
        let limits = ServerLimits(try settings([name: value]))
        #expect(bound(limits) == expected, "\(name)")
        #expect(bound(ServerLimits()) != expected, "\(name)")
    }

    @Test func `of the store are what is set`() throws {
        let limits = StoreLimits(try settings(["pending_writes_max": "11", "batch_rows_max": "12"]))
        #expect(limits.commits.pendingWritesMax == 11)
        #expect(limits.commits.batchRowsMax == 12)
    }
}
