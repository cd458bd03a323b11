import Checkout
import Providers
import SQLiteStorage
import Server
import Testing
import Wire

@testable import Gateway
@testable import Pages

@Suite struct `A read that fails` {
    @Test(
        arguments: [
            (.full, "1"), (.noRoom, "30"), (.stopped, "60"), (.broken(code: 1, message: ""), "5"),
        ] as [(StoreFailure, String)])
    func `has the same Retry-After for all callers`(_ failure: StoreFailure, _ seconds: String) {
        let exchange = Exchange(peer: InMemoryGateway.peer) { _ in }
        let context = RequestContext(exchange: exchange, requestID: "", method: .get, startedAt: 0)
        let answers = [
            context.response(to: Failure(store: failure)), ProblemDetails(store: failure).response,
            PageResponses(digest: SHA256.digest).unavailable(failure), Duro().render(Failure(store: failure)),
        ]
        #expect(answers.map(\.status) == Array(repeating: 503, count: 4))
        #expect(answers.map { $0.field("Retry-After") } == Array(repeating: seconds, count: 4))
    }

    @Test(arguments: [
        ("GET", "/checkout/cs_test_", []), ("GET", "/gateway/v1/sessions", [Conformance.admin]),
        ("GET", "/gateway/v1/sessions/1", [Conformance.admin]),
        ("GET", "/gateway/v1/sessions?account=acme", [Conformance.admin]),
        ("GET", "/v1/checkout/sessions/chk_", [Conformance.duro]),
        ("GET", "/meteroid/api/v1/checkout-sessions", [Conformance.meteroid]),
        ("POST", "/v1/checkout/sessions", [Conformance.duro, "Idempotency-Key: k"]),
    ])
    func `is answered with 503 and logged once`(
        _ method: String, _ path: String, _ fields: [String]
    ) async throws {
        let gateway = try InMemoryGateway()
        let made = try await gateway.post("/v1/checkout/sessions", [Conformance.duro], #"{"amount":5000}"#)
        let path = path.replacing("cs_test_", with: try #require(made.member("token")?.string))
            .replacing("chk_", with: try #require(made.member("id")?.string))
        gateway.store.reader.close()
        for _ in 0..<2 {
            let answer =
                method == "POST"
                ? try await gateway.post(path, fields, #"{"amount":1}"#)
                : try await gateway.send(method, path, fields)
            #expect(answer.status == 503)
            #expect(answer.field("Retry-After") == "5")
        }
        #expect(gateway.said == ["a read failed, and similar reads may fail too: the store is closed (SQLite 21)."])
    }
}
