import Checkout
import Providers
import TestSupport
import Testing
import Wire

/// The files that each provider has for the tests. A missing file fails here, once, with its name.
@Suite struct `Provider folders` {
    private static let vectorsMin = 20

    @Test(arguments: Registry.providers.indices)
    func `have a fixture that agrees with the provider`(_ index: Int) throws {
        let fixture = try ProviderFixture(of: Registry.providers[index])
        #expect(Set(fixture.kinds) == Set(fixture.type.catalogueKinds.map(\.name)))
        #expect(!fixture.errorBeginnings.isEmpty)
    }

    @Test(arguments: Registry.providers.indices)
    func `have vectors`(_ index: Int) throws {
        let provider = Registry.providers[index]
        let count = try Vector.load(of: provider).count
        let folder = ProviderFixture.folder(of: provider)
        #expect(count >= Self.vectorsMin, "\(folder)/vectors.json has \(count) vectors, and needs \(Self.vectorsMin).")
    }

    @Test(arguments: Registry.providers.indices)
    func `have journeys`(_ index: Int) throws {
        #expect(try !Journey.load(of: Registry.providers[index]).isEmpty)
    }

    @Test(arguments: [
        ("[]", "a.json has to be an object."), (#"{"name":1}"#, "a.json, name has to be a string."),
        (#"{"name":"x"}"#, "a.json, name has to be \"duro\", as the provider says."),
        (#"{"nam":"duro"}"#, "a.json has a member \"nam\", which nothing reads."),
        (#"{"name":"duro"}"#, "a.json has no member \"kinds\"."),
        (#"{"name":"duro","kinds":["a",2]}"#, "a.json, kinds, element 2 has to be a string."),
        (
            #"{"name":"duro","kinds":[],"credentials":{"key":{"secret":"s"}}}"#,
            "a.json, credentials has no member \"token\"."
        ),
    ])
    func `say what is wrong with a fixture`(_ text: String, _ sentence: String) throws {
        let root = try #require(JSONDocument(Array(text.utf8), grammar: .answers).root)
        let fault = #expect(throws: FixtureFault.self) {
            try ProviderFixture(of: Duro(), FixtureValue(root, "a.json"))
        }
        #expect(fault?.description == sentence)
    }

    @Test func `say which file is missing, and which is broken`() throws {
        let missing = #expect(throws: FixtureFault.self) {
            try FixtureFile.json(of: "Tests/Providers/None/vectors.json")
        }
        #expect(missing?.description == "Tests/Providers/None/vectors.json is missing.")
        let broken = #expect(throws: FixtureFault.self) { try FixtureFile.json(of: "README.md") }
        #expect(broken?.description == "README.md is no JSON from byte 0 on.")
    }

    @Test func `give JSON without white space between its parts`() throws {
        let text = #"{ "a b" : [ "\" c", 1 ] ,"d": "\\" }"#
        let root = try #require(JSONDocument(Array(text.utf8), grammar: .answers).root)
        #expect(FixtureValue(root, "").compact == #"{"a b":["\" c",1],"d":"\\"}"#)
    }

    @Test(arguments: ProviderFixture.all)
    func `have a sample whose answer they know`(_ fixture: ProviderFixture) async throws {
        let gateway = try InMemoryGateway()
        let sample = fixture.sample
        let answer = try await gateway.post("/\(fixture.name)\(sample.path)", sample.fields, sample.body)
        #expect(answer.status < 300, "\(answer.text)")
        #expect(answer.text.contains(sample.answer), "\(answer.text)")
    }
}
