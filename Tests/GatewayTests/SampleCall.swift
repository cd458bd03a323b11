import Checkout
import Providers
import SQLiteStorage
import TestSupport
import Testing
import Wire

/// A call that succeeds for each provider, with its credential and with a wrong one.
struct SampleCall: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    let credential: [String]
    let guess: [String]
    let body: String
    /// The text of its 429 for a limit of two requests a second.
    let refusal: String

    var testDescription: String { name }

    static let all = ProviderFixture.all.map { fixture in
        SampleCall(
            name: fixture.name, path: "/\(fixture.name)\(fixture.sample.path)", credential: fixture.sample.fields,
            guess: fixture.sample.wrong, body: fixture.sample.body, refusal: fixture.rateLimited)
    }
}

@Suite struct `Sample calls` {
    @Test(arguments: SampleCall.all)
    func `buy items of kinds that their provider declares`(_ sample: SampleCall) async throws {
        let gateway = try InMemoryGateway()
        #expect(try await gateway.post(sample.path, sample.credential, sample.body).status < 300)
        let session = try #require(try gateway.store.reader.session(number: 1))
        let provider = try #require(Registry.providers.first { type(of: $0).name == session.provider })
        guard let item = session.items.first else { return }
        #expect(type(of: provider).catalogueKinds.map(\.word).contains(item.kind))
    }
}
