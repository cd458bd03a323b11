import Testing

@testable import Command
@testable import Gateway

@Suite struct `The help` {
    private let program = BuiltProgram()

    @Test(arguments: Program.ofTests.commands.all.map(\.name))
    func `of a command is about that command`(_ name: String) throws {
        let command = try #require(Program.ofTests.commands.all.first { $0.name == name })
        let help = command.help.joined(separator: "\n")
        #expect(help.hasPrefix("Usage: checkout-gateway \(name)"))
        for other in Program.ofTests.commands.all where other.name != name && other.name != "help" {
            #expect(!help.contains("checkout-gateway \(other.name)\n"), "\(other.name)")
        }
        for code in ["0 ", "64 "] + command.exits.map({ "\($0.rawValue) " }) { #expect(help.contains("\n  \(code)")) }
        #expect(help.contains("\nExample:\n  "))
        // The command takes each option that its help describes.
        #expect(
            Program.ofTests.commands.overview.contains { $0.hasPrefix("  \(name) ") && $0.hasSuffix(command.summary) })
    }

    @Test func `is printed on request, and is an error if a command is missing`() throws {
        let status = try program.run(
            """
            for command in "serve" "health" "keys" "keys create" "sessions" "sessions list" "listen" "webhooks" "webhooks ping" "config" "help"; do
                "$0" help $command >asked 2>errors || exit 1
                "$0" $command --help >flagged 2>>errors || exit 2
                "$0" $command -h >letter 2>>errors || exit 3
                cmp asked flagged && cmp asked letter || exit 4
                [ -s errors ] && exit 5
                grep -q "^Usage: checkout-gateway $command" asked || exit 6
            done
            for group in keys sessions webhooks config; do
                "$0" $group >out 2>errors
                [ $? = 64 ] && [ ! -s out ] || exit 7
                "$0" help $group >asked
                tail -n +3 errors | cmp - asked || exit 8
            done
            "$0" >out 2>errors
            [ $? = 64 ] && [ ! -s out ] && grep -q '^Usage: ' errors || exit 9
            "$0" --help >flagged && "$0" help | cmp - flagged
            """)
        #expect(status == 0, "\(program.text(of: "errors"))")
    }

    @Test(arguments: [
        (["serv"], "Did you mean `serve`?"), (["session"], "Did you mean `sessions`?"),
        (["keys", "lst"], "Did you mean `keys list`?"),
        (["sessions", "compelte", "1"], "Did you mean `sessions complete`?"),
        (["keys", "frobnicate"], "See checkout-gateway help keys."), (["frobnicate"], "See checkout-gateway help."),
        (["config", ""], "See checkout-gateway help config."), ([""], "See checkout-gateway help."),
    ])
    func `suggests a similar command`(_ words: [String], _ advice: String) {
        #expect {
            try Program.ofTests.commands.find(words)
        } throws: { error in
            guard let refusal = error as? Refusal else { return false }
            return refusal.code == .usage && refusal.sentence.hasSuffix(advice)
        }
    }

    @Test func `suggests a similar option`() throws {
        var invocation = try Invocation(["serve", "--databse", "x.db"])
        #expect {
            try ServeCommand.run(&invocation)
        } throws: { error in
            (error as? Refusal)?.sentence == "--databse is no option of `serve`. Did you mean --database?"
        }
    }

    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "ab", 2), ("serve", "serve", 0), ("serev", "serve", 1), ("sevre", "serve", 1),
        ("srve", "serve", 1), ("sserve", "serve", 1), ("server", "serve", 1), ("keys", "help", 3),
    ])
    func `counts slips of a finger`(_ first: String, _ second: String, _ slips: Int) {
        #expect(Nearness.slips(first, second) == slips)
        #expect(Nearness.slips(second, first) == slips)
    }
}
