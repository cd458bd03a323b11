import Checkout
import Testing

@testable import Providers

@Suite struct `Meteroid aliases` {
    private let aliases = MeteroidAliases()
    private let account = AccountID(1)

    /// The id of an alias, and whether it was derived for this call.
    private func ask(_ alias: String, _ account: AccountID? = nil) -> (id: String, isDerived: Bool) {
        var isDerived = false
        let account = account ?? self.account
        let id = aliases.id(of: Array(alias.utf8)[...], account) {
            isDerived = true
            return "\(account.value) \(alias)"
        }
        return (id, isDerived)
    }

    @Test(arguments: ["", "acme-corp", "ключ", String(repeating: "a", count: 64)])
    func `have their ids derived once for each account`(_ alias: String) {
        #expect(ask(alias) == ("1 \(alias)", true))
        #expect(ask(alias) == ("1 \(alias)", false))
        #expect(ask(alias, AccountID(2)) == ("2 \(alias)", true))
        #expect(ask(alias) == ("1 \(alias)", false))
        #expect(ask(alias + "-").isDerived)
    }

    @Test func `are not remembered if they are long`() {
        let alias = String(repeating: "a", count: 65)
        for _ in 0..<2 { #expect(ask(alias) == ("1 \(alias)", true)) }
    }

    @Test func `are forgotten when there are too many, and keep their ids`() {
        for number in 0..<1_024 { _ = ask("\(number)") }
        #expect(!ask("0").isDerived)
        #expect(ask("one more").isDerived)
        #expect(ask("0") == ("1 0", true))
        #expect(!ask("one more").isDerived)
    }
}
