import Checkout
import Providers
import TestSupport
import Testing
import Wire

@testable import Gateway

/// Requests to one gateway, each a vector. Later ones use values from earlier answers.
struct Journey: Sendable, CustomTestStringConvertible {
    /// One request as the text of the file, in which kept values are inserted first.
    struct Step: Sendable {
        let text: String
        /// The values to keep from the answer, by name: a path of members.
        let kept: [(name: String, path: [String])]
        /// The values that the answer has to repeat, by the name under which they were kept.
        let same: [(name: String, path: [String])]

        init(_ step: JSON) {
            text = String(decoding: step.source, as: UTF8.self)
            kept = Self.paths(step.member("keep"))
            same = Self.paths(step.member("same"))
        }

        private static func paths(_ names: JSON?) -> [(name: String, path: [String])] {
            names?.members.map { ($0.string ?? "", $1.elements.compactMap(\.string)) } ?? []
        }
    }

    let name: String
    let steps: [Step]

    var testDescription: String { name }

    /// Those of the page and of the gateway's own API.
    static let ofTheGateway = (try? load("Tests/Vectors/journeys.json")) ?? []

    /// These and those of the providers. A missing file of a provider fails a test of `Provider folders`.
    static let all =
        ofTheGateway + Registry.providers.flatMap { provider in (try? load(of: provider)) ?? [] }

    /// All journeys of a provider. Throws ``FixtureFault``.
    static func load(of provider: any Provider) throws(FixtureFault) -> [Journey] {
        try load(ProviderFixture.folder(of: provider) + "/journeys.json")
    }

    private static func load(_ path: String) throws(FixtureFault) -> [Journey] {
        var journeys: [Journey] = []
        for journey in try FixtureFile.json(of: path).elements() {
            let steps = try journey.member("steps").elements().map { Step($0.json) }
            journeys.append(Journey(name: try journey.member("name").text(), steps: steps))
        }
        return journeys
    }
}

@Suite struct `Journeys` {
    private static let publicURL = "https://pay.example"

    @Test(arguments: Journey.all)
    func `get the answers that they name`(_ journey: Journey) async throws {
        let gateway = try InMemoryGateway()
        var known: [String: String] = [:]
        for (index, step) in journey.steps.enumerated() {
            let text = Array(Vector.substitute(known, in: step.text).utf8)
            let vector = Vector(try #require(JSONDocument(text, grammar: .answers).root), provider: "")
            let provider = ProviderFixture.named(vector.provider)
            let values = provider?.values ?? ["token": Conformance.adminSecret]
            let answer = try await gateway.send(
                vector.method, (provider == nil ? "" : "/\(vector.provider)") + vector.target,
                vector.fields.map { "\($0.name): \(Vector.substitute(values, in: $0.value))" }, body: vector.body)
            let differences = vector.differences(from: answer)
            #expect(differences == [], "step \(index + 1), \(vector.method) \(vector.target)")
            for (name, path) in step.same {
                let found = try Self.text(of: path, in: answer)
                #expect(found == known[name], "step \(index + 1) has the \(name) of before")
            }
            for (name, path) in step.kept { known[name] = try Self.text(of: path, in: answer) }
        }
    }

    /// The text in an answer at a path of members.
    private static func text(of path: [String], in answer: Response) throws -> String {
        var value = JSONDocument(utf8: answer.body).root
        for member in path { value = value?.member(bytes: member.utf8) }
        let text = try #require(value?.string ?? value.map { String(decoding: $0.source, as: UTF8.self) })
        // The page is requested from this gateway, for a URL with any host.
        return text.hasPrefix(publicURL) ? String(text.dropFirst(publicURL.count)) : text
    }

    /// The answers of create calls are checked by vectors.
    @Test func `use every route about a session`() {
        let calls = Journey.all.flatMap(\.steps).compactMap { step in
            JSONDocument(Array(step.text.utf8), grammar: .answers).root.map { Vector($0, provider: "") }
        }
        #expect(!Journey.ofTheGateway.isEmpty)
        for (method, path) in AdminAPI.lines where !path.contains("/webhooks/") {
            #expect(
                calls.contains { $0.provider == "gateway" && Self.passes($0, "\(method.name)", path) },
                "No journey in Tests/Vectors/journeys.json passes \(method.name) \(path).")
        }
        for provider in Registry.providers {
            let type = type(of: provider)
            for route in type.routes where route.operation != .create {
                #expect(
                    calls.contains {
                        $0.provider == type.name.text && Self.passes($0, "\(route.method.name)", route.path)
                    },
                    """
                    No journey in \(ProviderFixture.folder(of: provider))/journeys.json passes \(route.method.name) \
                    \(route.path).
                    """)
            }
        }
    }

    /// Whether a call takes a route, with a value that an earlier answer gave (`{{id}}`) for each segment in braces.
    private static func passes(_ call: Vector, _ method: String, _ path: String) -> Bool {
        let target = call.target.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        let route = path.split(separator: "/", omittingEmptySubsequences: false)
        return call.method == method && target.count == route.count
            && zip(target, route).allSatisfy { $1.hasPrefix("{") ? $0.hasPrefix("{{") : $0 == $1 }
    }
}
