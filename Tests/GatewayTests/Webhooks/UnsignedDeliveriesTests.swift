import Checkout
import SQLiteStorage
import Testing
import Wire

@testable import Gateway
@testable import Outbound
@testable import Webhooks

/// What the sender does while no key opens the secrets of an endpoint.
@Suite struct `The sender of webhooks without a key` {
    @Test func `keeps what it cannot sign, and says so once a minute`() async throws {
        let fixture = try SenderFixture(keyID: "two")
        _ = try fixture.endpoint(["checkout.session.created"])
        for _ in 0..<3 { _ = try await fixture.session() }
        for _ in 0..<6 {
            fixture.advance()
            fixture.pass(seconds: 5)
        }
        #expect(fixture.newCalls().isEmpty)
        #expect(fixture.lines.count == 1)
        #expect(fixture.lines.first?.contains("\"one\"") == true)
        #expect(try fixture.deliveries().map(\.state) == [.pending, .pending, .pending])
        fixture.pass(seconds: 60)
        fixture.advance()
        #expect(fixture.lines.count == 2)
    }
}
