import Checkout
import FoundationEssentials
import Providers
import Testing
import Wire

@testable import Command
@testable import Gateway

/// Only the paths and methods of the documents are read; both are at fixed depths of the text.
@Suite struct `The OpenAPI documents` {
    private func lines(of name: String) throws -> [Substring] {
        let root = InMemoryGateway.fixtures.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }
        let data = try #require(FileManager.default.contents(atPath: "\(root)/openapi/\(name).yaml"))
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    /// `method path` of each operation of a document.
    private func operations(of name: String) throws -> Set<String> {
        var found: Set<String> = []
        var path: Substring = ""
        for line in try lines(of: name) {
            if line.hasPrefix("  /"), line.hasSuffix(":") {
                path = line.dropFirst(2).dropLast()
            } else if line == "components:" {
                break
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), line.hasSuffix(":") {
                let method = line.dropFirst(4).dropLast().uppercased()
                if method != "PARAMETERS", method != "HEAD" { found.insert("\(method) \(path)") }
            }
        }
        return found
    }

    @Test(arguments: Registry.providers.map { type(of: $0) as any Provider.Type })
    func `have all routes of a provider, and no others`(_ type: any Provider.Type) throws {
        let routes = type.routes.map { "\($0.method.name) \($0.path)" }
        #expect(try operations(of: type.name.text) == Set(routes))
    }

    @Test func `list exactly the providers in every choice of one`() throws {
        let names = Registry.providers.map { type(of: $0).name.text }.sorted()
        let lines = try lines(of: "gateway")
        let choices = lines.indices.filter { lines[$0].contains(" enum:") }.map { place in
            let start = lines[place].prefix { $0 == " " } + "  - "
            return lines[(place + 1)...].prefix { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
        }
        let ofProviders = choices.filter { !Set($0).isDisjoint(with: names) }
        // The providers in the filter of a list, in the dialect of a translation and in `explain`; the documents have
        // one more.
        #expect(ofProviders.filter { $0 == names }.count == 3)
        #expect(ofProviders.filter { $0 == (names + ["gateway"]).sorted() }.count == 1)
        #expect(ofProviders.count == 4)
    }

    @Test func `have all routes of the gateway, and no others`() throws {
        let api = AdminAPI.lines.map { "\($0.method.name) \($0.path)" }
        let others = HelpText.otherRoutes.map { "\($0.0) \($0.1)" }
        #expect(try operations(of: "gateway") == Set(api + others))
    }

    @Test func `have only routes that the gateway answers`() async throws {
        let gateway = try InMemoryGateway()
        for (method, path) in HelpText.otherRoutes {
            let path = path.replacing("{token}", with: "x").replacing("{name}", with: "acme")
            // No page has the token and no document the name; a path without a route would get a problem in JSON.
            let answer = try await gateway.send(method, path, body: method == "POST" ? [] : nil)
            #expect(answer.status == 200 || answer.status == 404, "\(method) \(path)")
            #expect(path.hasPrefix("/checkout") == (answer.contentType == "text/html; charset=utf-8"), "\(path)")
        }
    }
}
