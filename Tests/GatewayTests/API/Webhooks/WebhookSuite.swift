import Checkout
import Providers
import SQLiteStorage
import Synchronization
import Testing
import Webhooks
import Wire

@testable import Gateway

/// A suite that uses the routes about webhooks of a sandbox, which has a key for secrets.
protocol WebhookSuite: AdminSuite {}

/// Remembers what the sender would hear.
final class Heard: WebhookListener {
    private let all = Mutex<[String]>([])

    func endpointChanged(_ id: Int64) { all.withLock { $0.append("endpoint \(id)") } }
    func deliveriesChanged() { all.withLock { $0.append("deliveries") } }

    /// What was heard since the last call.
    func take() -> [String] {
        all.withLock { heard in
            defer { heard = [] }
            return heard
        }
    }
}

extension WebhookSuite {
    var admin: String { "Authorization: Bearer \(InMemoryGateway.sandbox.adminKey.secret)" }

    static var path: String { "webhooks/endpoints" }

    /// Sends a request below `/gateway/v1/` with a JSON body.
    func send(_ method: String, _ path: String, _ body: String? = nil) async throws -> Response {
        try await gateway.send(
            method, "/gateway/v1/" + path, [admin, "Content-Type: application/json"], body: body.map { Array($0.utf8) })
    }

    /// Makes an endpoint; returns its id.
    func add(_ body: String = #"{"url":"https://shop.example/hook"}"#) async throws -> String {
        let made = try await send("POST", Self.path, body)
        #expect(made.status == 201, "\(made.text)")
        return try #require(made.member("id")?.string)
    }

    /// Creates a session of the sandbox's account; returns its gateway id.
    func openSession() async throws -> String {
        let duro = try #require(Registry.types.first { $0.name.text == "duro" })
        let made = try await gateway.post(
            "/v1/checkout/sessions", ["Authorization: Bearer \(InMemoryGateway.sandbox.key(of: duro).secret)"],
            #"{"amount":5000}"#)
        #expect(made.status == 201, "\(made.text)")
        let id = try #require(made.member("id")?.string)
        return try #require(try await get("sessions/\(id)").member("id")?.string)
    }

    /// The deliveries of a list, newest first.
    func deliveries(_ query: String = "") async throws -> [JSON] {
        let page = try await get("webhooks/deliveries" + query)
        #expect(page.status == 200, "\(page.text)")
        return page.member("data")?.elements.map(\.self) ?? []
    }

    /// Records the end of an attempt, as the sender does.
    func record(
        _ number: Int64, of delivery: Int64, _ outcome: AttemptRecord.Outcome, _ next: AttemptResult.Next,
        fields: String? = nil, answer: String = ""
    ) throws {
        let attempt = AttemptRecord(
            number: number, at: gateway.clock.now, durationMicroseconds: 12_345, outcome: outcome, address: "192.0.2.7",
            fields: fields, answer: Array(answer.utf8))
        try done(.record(AttemptResult(delivery: delivery, attempt, next: next)))
    }

    /// A write that has to be done.
    @discardableResult func done(_ write: WebhookWrite) throws -> WebhookWritten {
        let written = try gateway.store.writer.write([.webhook(write)]).get()[0].get()
        guard case .webhook(let result) = written else { throw StoreStage.Unexpected() }
        return result
    }
}

extension JSON {
    /// The number of elements of an array.
    var elementCount: Int { elements.map(\.self).count }
}
