import Gateway
import SQLiteStorage
import Server
import Wire

/// Where the gateway of some settings listens, for a command that asks it or tells of it.
///
/// A gateway may serve elsewhere than the settings of a command say: at a free port (`--port 0`), or at one that it was given
/// as a flag. So the gateway that serves the database is believed first; flags of the command itself are believed more.
struct GatewayAddress {
    let host: String
    let port: Int

    init(_ settings: Settings) {
        let served = ServingProcess.address(of: settings.databasePath).flatMap { Self.parts(of: $0) }
        let standard = Knob.all.first { $0.name == "port" }.flatMap { Int($0.standard) } ?? 0
        host = settings.flag("host") ?? served?.host ?? settings.host
        // 0 is a port to listen on and none to connect to.
        port =
            [settings.flag("port").flatMap { Int($0) }, served?.port, settings.port]
            .lazy.compactMap { $0 }.first { $0 != 0 } ?? standard
    }

    /// `http://HOST:PORT`.
    var url: String { LocalHost.url(host, port: port) }

    /// What `http://HOST:PORT` names, an IPv6 address in brackets; nil for any other text.
    static func parts(of url: String) -> (host: String, port: Int)? {
        guard url.hasPrefix("http://"), let colon = url.lastIndex(of: ":") else { return nil }
        guard let port = ASCII.natural(url[url.index(after: colon)...].utf8.span), (1...65_535).contains(port) else {
            return nil
        }
        var host = url[..<colon].dropFirst("http://".count)
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        let isHost = !host.isEmpty && host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
        return isHost ? (String(host), port) : nil
    }
}
