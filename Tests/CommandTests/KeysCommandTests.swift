import Checkout
import Providers
import Testing

@testable import Command
@testable import Gateway

@Suite struct `A command that makes a credential` {
    private func refusal(_ arguments: [String]) -> Refusal? {
        do throws(Refusal) {
            var invocation = try Invocation(["keys", "create", "--database", "/nowhere/at/all.db"] + arguments)
            try KeysCommand.create(&invocation)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (["--provider", "bogus"], "userdocks"), (["--provider", ""], "userdocks"),
        (["--admin", "--provider", "duro"], "--admin and --provider exclude each other"),
        (["--account", "a"], "--provider is missing"), (["--provider", "duro", "--account", ""], "--account"),
        (["--provider", "duro", "--account", "a\u{1B}[2Jb"], "--account"),
        (["--provider", "duro", "--account", "a\u{85}b"], "--account"),
        (["--admin", "--account", "a\nb"], "--account"),
        (["--provider", "duro", "--label", "a\u{1B}[2Jb"], "--label"), (["--admin", "--label", ""], "--label"),
        (["--provider", "userdocks", "--client-id", "zz"], "UUID"),
        (["--provider", "userdocks", "--client-id", ""], "UUID"),
        (["--provider", "userdocks", "--client-id", "408edd4eef9749f68a027f325e897096"], "UUID"),
        (["--provider", "meteroid", "--client-id", "1Z"], "credentials of meteroid"),
        (["--provider", "duro", "--kind", "api_key"], "a credential of duro is token or publishable"),
        (["--provider", "userdocks", "--kind", "publishable"], "a credential of userdocks is api_key or token"),
        (["--provider", "dollr", "--kind", ""], "a credential of dollr is token"),
        (["--provider", "duro", "--kind", "publishable", "--access", "write"], "--access"),
        (["--admin", "--kind", "token"], "--kind does not go with"),
        (["--provider", "duro", "--client-id", "408edd4e-ef97-49f6-8a02-7f325e897096"], "credentials of duro"),
    ])
    func `is refused if the credential would never work, or its account could not be read`(
        _ arguments: [String], _ word: String
    ) {
        let refusal = refusal(arguments)
        #expect(refusal?.code == .usage)
        #expect(refusal?.sentence.contains(word) == true, "\(refusal?.sentence ?? "nothing")")
    }

    @Test(arguments: [
        ["--provider", "duro"], ["--provider", "duro", "--account", "café, the second", "--label", "the other one"],
        ["--admin"], ["--provider", "duro", "--kind", "publishable"],
        ["--provider", "userdocks", "--kind", "token", "--access", "read"],
        ["--provider", "userdocks", "--client-id", "408EDD4E-EF97-49F6-8A02-7F325E897096"],
    ])
    func `opens the database otherwise`(_ arguments: [String]) {
        #expect(refusal(arguments)?.code == .database)
    }

    @Test func `identifies a credential of Userdocks in lower case`() throws {
        var invocation = try Invocation(["--client-id", "408EDD4E-EF97-49F6-8A02-7F325E897096"])
        let name = "408edd4e-ef97-49f6-8a02-7f325e897096"
        #expect(try KeysCommand.identifier(givenFor: Userdocks.self, &invocation) == name)
        #expect(try KeysCommand.identifier(givenFor: Userdocks.self, &invocation) == nil)
    }
}
