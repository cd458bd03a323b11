import Testing
import Wire

/// A suite that uses the gateway's own API with an administrator's credential.
protocol AdminSuite {
    var gateway: InMemoryGateway { get }
    /// The header field with the administrator's credential.
    var admin: String { get }
}

extension AdminSuite {
    var admin: String { Conformance.admin }

    /// Gets a path below `/gateway/v1/`.
    func get(_ path: String) async throws -> Response {
        try await gateway.send("GET", "/gateway/v1/" + path, [admin])
    }

    /// Posts a JSON body, or none, to a path below `/gateway/v1/`.
    func post(_ path: String, _ body: String? = nil) async throws -> Response {
        guard let body else {
            return try await gateway.send("POST", "/gateway/v1/" + path, [admin], body: [])
        }
        return try await gateway.post("/gateway/v1/" + path, [admin], body)
    }

    /// Creates a Duro session; returns its gateway id.
    func open(_ body: String = #"{"amount":5000}"#) async throws -> String {
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], body)
        let id = try #require(made.member("id")?.string)
        return try #require(try await get("sessions/\(id)").member("id")?.string)
    }

    /// The kinds of the events in a session's timeline, in order.
    func kinds(_ id: String) async throws -> [String] {
        let events = try #require(try await get("sessions/\(id)/timeline").member("events"))
        return events.elements.compactMap { $0.member("kind")?.string }
    }
}
