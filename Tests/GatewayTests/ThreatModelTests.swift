import FoundationEssentials
import Testing

@Suite struct `Threat model` {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: "\(root)/\(path)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Suite and test of each reference on the page, which has the two names with a dot between them.
    private static let references: [(suite: String, test: String)] = {
        let parts = text("Sources/Gateway/Documentation.docc/ThreatModel.md").split(separator: "`")
        return parts.indices.dropFirst().dropLast().filter { parts[$0] == " · " }.map { place in
            (String(parts[place - 1]), String(parts[place + 1]))
        }
    }()

    private static let tests: [String] = {
        let files = FileManager.default.subpathsOfDirectory("\(root)/Tests")
        return files.filter { $0.hasSuffix("Tests.swift") || $0.hasPrefix("StoreContractTests/Scenarios/") }
            .map { text("Tests/\($0)") }
    }()

    @Test func `names existing tests`() {
        #expect(Self.references.count > 50)
        for (suite, test) in Self.references {
            let isThere = Self.tests.contains { file in
                (file.contains("struct `\(suite)`") || file.contains("struct \(suite) {"))
                    && file.contains("func `\(test)`")
                    || suite == "The contract of stores" && file.contains("Scenario(\"\(test)\")")
            }
            #expect(isThere, "There is no test \"\(test)\" of \"\(suite)\".")
        }
    }
}

extension FileManager {
    /// The files below a folder; empty if it cannot be read.
    fileprivate func subpathsOfDirectory(_ path: String) -> [String] {
        (try? subpathsOfDirectory(atPath: path)) ?? []
    }
}
