import Checkout
import Gateway
import Server
import Wire

/// The address of the gateway that belongs to some settings, for a command that asks it or prints it.
///
/// A gateway may listen elsewhere than a command's settings say: on a free port (`--port 0`), or on one from its own
/// flags. So the address that the serving gateway has recorded in the database comes first; only flags of the command
/// itself override it.
struct GatewayAddress {
    let host: String
    let port: Int

    init(_ settings: Settings) {
        let served = settings.engine.servedAt.flatMap { Self.parts(of: $0) }
        host = settings.flag(.host) ?? served?.host ?? settings[.host]
        // Port 0 can be listened on, but not connected to.
        port =
            [settings.flag(.port), served?.port, settings[.port]]
            .lazy.compactMap { $0 }.first { $0 != 0 } ?? Settings.defaultValue(of: .port)
    }

    /// `http://HOST:PORT`.
    var url: String { LocalHost.url(host, port: port) }

    /// Host and port of `http://HOST:PORT`, also with an IPv6 address in brackets; nil for any other text.
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
