import Checkout
import Providers
import Testing

@testable import Gateway

@Suite struct `A sandbox` {
    @Test(arguments: [
        ([:], " --port 18207"), (["host": "127.0.0.1"], " --port 18207"), (["host": "::1"], " --host ::1 --port 18207"),
        (["host": "0.0.0.0", "port": "1"], " --port 18207"), (["host": "*"], " --port 18207"),
        (["host": "::"], " --host ::1 --port 18207"), (["host": "localhost"], " --host localhost --port 18207"),
    ])
    func `prints the command that lists its credentials, with its address`(
        _ flags: [String: String], _ end: String
    ) throws {
        let providers = Registry.providers.map { type(of: $0) as any Provider.Type }
        let settings = try SettingsReader.read(
            flags: flags.merging(["database": "a.db"]) { $1 }, environment: [:], path: nil, providers: providers)
        #expect(
            Sandbox.listCommand(settings, port: 18_207)
                == "checkout-gateway keys list --sandbox --database a.db" + end)
    }

    @Test(arguments: Registry.providers.map { type(of: $0) as any Provider.Type })
    func `has a default of each kind that needs one, and only kinds of providers`(
        _ provider: any Provider.Type
    ) {
        let kinds = provider.catalogueKinds
        let catalogue = Sandbox(MessageAuthenticator(key: Array(repeating: 7, count: 32)), [provider]).catalogue
        for kind in kinds where kind.needsDefault { #expect(catalogue.defaultEntry(of: kind.name) != nil) }
        #expect(Set(catalogue.kinds).isSubset(of: kinds.map(\.name)))
    }
}
