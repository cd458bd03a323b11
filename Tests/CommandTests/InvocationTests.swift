import Testing

@testable import Command
@testable import Gateway

@Suite struct `The words of an invocation` {
    @Test(arguments: ["admin", "help", "json", "live", "sandbox", "version"])
    func `refuses a value for a switch`(_ name: String) {
        #expect {
            try Invocation(["keys", "create", "--\(name)=off"])
        } throws: { error in
            (error as? Refusal)?.code == .usage && "\(error)".contains("--\(name) takes no value.")
        }
    }
}
