import Checkout
import FoundationEssentials
import Providers
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

    /// All of `Tests/Vectors/journeys.json`.
    static let all: [Journey] = {
        let path = InMemoryGateway.fixtures.replacing("/Fixtures", with: "/Vectors/journeys.json")
        guard let data = FileManager.default.contents(atPath: path),
            let root = JSONDocument([UInt8](data), grammar: .answers).root
        else { preconditionFailure("There are no journeys at \(path).") }
        return root.elements.map { journey in
            let steps = journey.member("steps")?.elements.map(Step.init)
            return Journey(name: journey.member("name")?.string ?? "", steps: steps ?? [])
        }
    }()
}

@Suite struct `Journeys` {
    private static let publicURL = "https://pay.example"

    private static let tokens = [
        "dollr": Conformance.dollr, "duro": Conformance.duro, "meteroid": Conformance.meteroid,
        "billing": Conformance.billing, "userdocks": Conformance.userdocks, "gateway": Conformance.admin,
    ].mapValues { $0.replacing("Authorization: Bearer ", with: "") }

    @Test(arguments: Journey.all)
    func `go as they say`(_ journey: Journey) async throws {
        let gateway = try InMemoryGateway()
        var known: [String: String] = [:]
        for (index, step) in journey.steps.enumerated() {
            let text = Array(Vector.substitute(known, in: step.text).utf8)
            let vector = Vector(try #require(JSONDocument(text, grammar: .answers).root), provider: "")
            let isProvider = Registry.providers.contains { type(of: $0).name.text == vector.provider }
            let token = ["token": Self.tokens[vector.provider] ?? ""]
            let answer = try await gateway.send(
                vector.method, (isProvider ? "/\(vector.provider)" : "") + vector.target,
                vector.fields.map { "\($0.name): \(Vector.substitute(token, in: $0.value))" }, body: vector.body)
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
        // The page is requested from this gateway, whatever host its URL has.
        return text.hasPrefix(publicURL) ? String(text.dropFirst(publicURL.count)) : text
    }

    /// The answers of create calls are checked by vectors.
    @Test func `pass every route that is about a session`() {
        let calls = Set(
            Journey.all.flatMap(\.steps).map { step in
                let vector = Vector(JSONDocument(Array(step.text.utf8), grammar: .answers).root!, provider: "")
                let path = vector.target.prefix { $0 != "?" }
                return "\(vector.method) \(path.replacing("{{uuid}}", with: "{id}").replacing("{{id}}", with: "{id}"))"
            })
        let routes =
            Registry.providers.flatMap { type(of: $0).routes }.filter { $0.operation != .create }
            .map { ($0.method, $0.path) } + AdminAPI.lines
        for (method, path) in routes {
            let call = "\(method.name) \(path)"
            #expect(calls.contains(call), "No journey passes \(call).")
        }
    }
}
