import Checkout
import Providers
import Testing

/// The order of a provider's checks is data, so no compiler verifies it.
@Suite struct `Checks of a provider` {
    @Test func `are complete, each after the checks that it needs`() throws {
        for provider in Registry.types {
            let names = provider.checks.map { "\($0)" }.filter { !$0.hasPrefix("callerBelow") }
            #expect(names.sorted() == ["access", "body", "caller", "route"], "\(provider.name)")
            let (route, caller) = (names.firstIndex(of: "route") ?? 9, names.firstIndex(of: "caller") ?? 9)
            let (access, body) = (names.firstIndex(of: "access") ?? 0, names.firstIndex(of: "body") ?? 0)
            #expect(caller < access && route < access && route < body, "\(provider.name)")
        }
    }
}
