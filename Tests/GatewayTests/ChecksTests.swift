import Checkout
import Testing

@testable import Gateway

/// The order of a provider's checks is data, so no compiler verifies it. The routing table does, at each start.
@Suite struct `Checks of a provider` {
    private func fault(_ checks: [Check]) -> String? {
        do throws(RoutingTable.Collision) {
            try RoutingTable.refuseIncomplete(checks, of: ProviderName("x"))
            return nil
        } catch {
            return error.description
        }
    }

    @Test func `are accepted in each order in which every check has what it needs`() {
        let orders: [[Check]] = [
            [.route, .caller, .access, .body], [.route, .body, .caller, .access], [.caller, .route, .body, .access],
            [.callerBelow("/a"), .callerBelow("/b"), .route, .caller, .access, .body],
        ]
        for order in orders { #expect(fault(order) == nil, "\(order)") }
    }

    @Test func `are refused if one is absent, comes twice, or comes before what it needs`() {
        let cases: [([Check], String)] = [
            ([], "x does not check route exactly once"),
            ([.route, .caller, .access], "x does not check body exactly once"),
            ([.route, .caller, .access, .body, .body], "x does not check body exactly once"),
            ([.route, .access, .caller, .body], "x checks access before caller"),
            ([.caller, .access, .route, .body], "x checks access before route"),
            ([.body, .route, .caller, .access], "x checks body before route"),
            ([.route, .callerBelow("/a"), .caller, .access, .body], "x checks route before callerBelow"),
        ]
        for (checks, sentence) in cases { #expect(fault(checks) == sentence, "\(checks)") }
    }
}
