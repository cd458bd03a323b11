import Checkout
import FoundationEssentials
import Providers
import TestSupport
import Testing

/// Parts of files are made from the fixtures of all providers. These tests fail if a fixture is newer than such a part.
@Suite struct `Parts that are made from all providers` {
    /// The output and the exit status of a command in the checkout.
    private func run(_ command: String) -> (output: String, status: Int32?) {
        let file = FileManager.default.temporaryDirectory.path + "/parts-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: file) }
        let status = ShellScript.run("\(command) >\"$0\" 2>&1", in: FixtureFile.root, program: file, secondsMax: 120)
        let output = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
        return (output ?? "", status)
    }

    @Test func `are as scripts/provider sync writes them`() {
        let (output, status) = run("scripts/provider sync --check")
        #expect(status == 0, "\(output)")
    }

    @Test(arguments: [
        ("", "it needs a command"), ("move duro", "unknown command move"), ("new", "new needs a name"),
        ("new Acme", "Acme is not a name"), ("new gateway", "gateway is one of the gateway's own paths"),
        ("new a --type b", "b is not a name"),
        ("new a b", "new takes one name"), ("check --all", "unknown option --all of check"),
        ("sync --all", "unknown option --all of sync"),
    ])
    func `are asked for in a command line without mistakes`(_ arguments: String, _ words: String) {
        let (output, status) = run("scripts/provider \(arguments)")
        #expect(status == 64)
        #expect(output.contains(words), "\(output)")
    }

    @Test(arguments: ["check", "check duro", "--help", "new --help"])
    func `have a script that finds nothing to do`(_ arguments: String) {
        let (output, status) = run("scripts/provider \(arguments)")
        #expect(status == 0, "\(output)")
    }

    /// The marker that `scripts/provider new` leaves in the files that it lays out.
    @Test(arguments: Registry.providers.indices)
    func `are of providers without a place to be filled in`(_ index: Int) throws {
        let type = type(of: Registry.providers[index])
        let folders = ["Sources/Providers/\(type)", "Tests/Providers/\(type)"]
        var files = ["openapi/\(type.name).yaml"]
        for folder in folders {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(FixtureFile.root)/\(folder)")
            files += names.map { "\(folder)/\($0)" }
        }
        for file in files {
            let text = String(decoding: try FixtureFile.bytes(of: file), as: UTF8.self)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                guard let place = line.firstRange(of: "FILL IN") else { continue }
                Issue.record("\(file), line \(number + 1): \(line[place.lowerBound...].prefix(200))")
            }
        }
    }
}
