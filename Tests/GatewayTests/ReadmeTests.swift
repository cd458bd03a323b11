import Checkout
import FoundationEssentials
import Providers
import Testing
import Wire

@testable import Command
@testable import Gateway

@Suite struct `README` {
    private static let root = InMemoryGateway.fixtures.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }

    private static let pages = "Sources/Gateway/Documentation.docc"

    private let text = text(of: "README.md")
    private let settings = text(of: "\(pages)/Settings.md")

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `names the page with the table of settings that the program prints`() throws {
        let settings = try #require(settings)
        #expect(settings.contains(HelpText.settingsTable), "scripts/readme puts the table into Settings.md.")
    }

    @Test func `names every page of the documentation, and is short`() throws {
        let text = try #require(text)
        let pages = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/\(Self.pages)")
        for page in pages where page.hasSuffix(".md") && page != "Gateway.md" {
            #expect(text.contains("](\(Self.pages)/\(page))"), "\(page)")
        }
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 200)
    }

    @Test func `has a row and a request for each provider`() throws {
        let text = try #require(text)
        for provider in Registry.providers {
            let type = type(of: provider)
            #expect(text.contains("/\(type.name)\(type.sample.path)"), "\(type.name)")
            for route in type.routes where route.operation == .create {
                #expect(text.contains("`\(route.method.name) \(route.path)`"), "\(route.path)")
            }
        }
    }

    @Test func `names every kind of the catalogue, and no other`() throws {
        let sentence = try #require(
            settings?.split(separator: "<!-- providers: kinds -->").last?
                .split(separator: "<!-- providers: end of kinds -->").first)
        let named = sentence.matches(of: /`([^`]+)`/).map { String($0.output.1) }
        #expect(Set(named) == Set(Registry.providers.flatMap { type(of: $0).catalogueKinds }.map(\.name)))
    }

    @Test func `names every script in its layout`() throws {
        let layout = try #require(text?.split(separator: "\n## Layout").last?.split(separator: "```").dropFirst().first)
        let place = try #require(layout.firstRange(of: "\nscripts ")).upperBound
        let named = Set(layout[place...].split { $0.isWhitespace || $0 == "," }.map(String.init))
        let scripts = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/scripts").filter { $0 != "lib" }
        #expect(named == Set(scripts))
    }

    @Test func `lists what help lists`() {
        for setting in AnySetting.all { #expect(Commands.serve.help.contains { $0.contains(setting.flag) }) }
    }
}
