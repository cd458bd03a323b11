import Server
import Synchronization
import Testing
import Wire

@testable import Gateway

/// The gateway does not depend on when a store answers. With the variable GATEWAY_TESTS_STORE set to `late`, all suites
/// of the gateway run on such a store.
@Suite struct `A store that answers later` {
    /// Receives the answer to one request.
    private final class Mailbox: Sendable {
        let status = Mutex<Int?>(nil)
    }

    private static func request(_ line: String, _ field: String) throws -> Request {
        var state = ConnectionState(limits: HTTPLimits())
        var offset = 0
        let bytes = Array("\(line) HTTP/1.1\r\nHost: gateway.test\r\n\(field)\r\n\r\n".utf8)
        guard case .handle(let request) = state.read(bytes.span, from: &offset) else { throw Unreadable() }
        return request
    }

    private struct Unreadable: Error {}

    @Test(arguments: [
        ("GET /duro/v1/checkout/sessions/chk_{}", Conformance.duro, 200),
        ("GET /gateway/v1/sessions", Conformance.admin, 200), ("GET /gateway/v1/sessions/1", Conformance.admin, 200),
        ("GET /gateway/v1/sessions/1/timeline", Conformance.admin, 200),
        ("GET /gateway/v1/sessions/9", Conformance.admin, 404),
        ("GET /checkout/{}", "Accept: */*", 200),
    ])
    func `keeps no loop waiting`(_ line: String, _ field: String, _ status: Int) async throws {
        let gateway = try InMemoryGateway(answersLate: true)
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5}"#)
        let id = line.contains("chk_") ? made.member("id")?.string?.dropFirst(4) : made.member("token")?.string?[...]
        let request = try Self.request(line.replacing("{}", with: try #require(id)), field)
        let mailbox = Mailbox()
        let exchange = Exchange(peer: InMemoryGateway.peer) { answer in mailbox.status.withLock { $0 = answer.status } }
        #expect(gateway.application.handle(request, exchange) == nil)
        gateway.application.endIteration()
        try await eventually { mailbox.status.withLock { $0 } == status }
    }
}
