import Glibc
import Synchronization
import TestSupport
import Wire

@testable import Server

/// Answers with the path and the content; `/later` keeps its exchange for the test to answer, `/close` closes.
final class EchoHandler: Handler {
    let kept = Mutex<[Exchange]>([])
    let refusals = Mutex<[ProtocolError]>([])

    func handle(_ request: Request, _ exchange: Exchange) -> Response? {
        let path = String(decoding: request.head.path, as: UTF8.self)
        switch path {
        case "/later":
            kept.withLock { $0.append(exchange) }
            return nil
        case "/large":
            return Response(status: 200, body: [UInt8](repeating: 0x61, count: 100_000))
        default:
            return Response(status: 200, body: Array(path.utf8) + request.body, closes: path == "/close")
        }
    }

    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response {
        refusals.withLock { $0.append(error) }
        return Response(status: error.statusHint, body: Array(error.reason.utf8))
    }

    /// Waits for requests without an answer, as ``eventually(_:)`` does.
    func exchanges(_ count: Int) -> [Exchange] {
        eventually { self.kept.withLock { $0.count } >= count }
        return kept.withLock { $0 }
    }
}

/// Limits for a test: two loops, deadlines that a busy machine does not reach by chance, and the given changes.
func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
    var limits = ServerLimits()
    limits.loops = 2
    for deadline: WritableKeyPath<ServerLimits, Int> in [
        \.idleTimeoutMilliseconds, \.headTimeoutMilliseconds, \.bodySilenceTimeoutMilliseconds,
        \.bodyTimeoutMilliseconds, \.answerTimeoutMilliseconds, \.writeTimeoutMilliseconds,
        \.lingerTimeoutMilliseconds,
    ] { limits[keyPath: deadline] = 600_000 }
    change(&limits)
    return limits
}

/// Runs a test against a server of its own on a free port, and stops it.
func withServer(_ limits: ServerLimits = limits { _ in }, _ body: (Server, EchoHandler) throws -> Void) throws {
    let handler = EchoHandler()
    let server = try Server(host: "127.0.0.1", port: 0, limits: limits, handler: { _ in handler })
    defer { _ = server.stop(drain: .milliseconds(100)) }
    try body(server, handler)
}

func get(_ path: String = "/", _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
}

func post(_ path: String, _ body: String, _ fields: String = "") -> String {
    "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}
