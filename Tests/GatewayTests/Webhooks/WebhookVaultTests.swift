import Checkout
import Testing
import Webhooks
import Wire

@testable import Gateway

@Suite struct `A vault of webhook secrets` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let account = AccountID(3)

    private func seal(_ id: String) throws -> SecretSeal {
        SecretSeal(try #require(SecretSeal.Key(id: id, bytes: [UInt8](repeating: 1, count: 32))))
    }

    private func endpoint(_ secrets: [SealedSecret]) -> WebhookEndpointRecord {
        WebhookEndpointRecord(
            id: 1, account: Self.account, origin: .api, createdAt: Self.now,
            settings: WebhookSettings(url: "https://shop.example/", format: 0, types: ["*"]), secrets: secrets)
    }

    /// The key of a replaced secret may have left the settings, and the newest secret signs nevertheless.
    @Test func `needs the key of the newest secret alone`() throws {
        let (vault, other) = (WebhookVault(try seal("k1")), WebhookVault(try seal("k2")))
        let secrets = (1...2).map { byte in WebhookSecret.made { [UInt8](repeating: UInt8(byte), count: $0) } }
        let end = Self.now.advanced(seconds: 60)
        func sealed(_ first: WebhookVault, _ second: WebhookVault) -> [SealedSecret] {
            var old = first.sealed(secrets[0], of: Self.account, at: Self.now)
            old.retiredAt = end
            return [old, second.sealed(secrets[1], of: Self.account, at: Self.now)]
        }
        let replaced = [LiveSecrets.Replaced(secrets[0], endsAt: end)]
        #expect(try vault.secrets(of: endpoint(sealed(vault, vault))) == LiveSecrets(secrets[1], replaced: replaced))
        #expect(try vault.secrets(of: endpoint(sealed(other, vault))) == LiveSecrets(secrets[1]))
        #expect(throws: SecretSeal.Fault.unknownKey("k2")) { try vault.secrets(of: endpoint(sealed(vault, other))) }
    }

    @Test func `opens secrets only for their own account`() throws {
        let vault = WebhookVault(try seal("k1"))
        let foreign = vault.sealed(.made { [UInt8](repeating: 1, count: $0) }, of: AccountID(4), at: Self.now)
        #expect(vault.secret(foreign, of: AccountID(4)) != nil)
        #expect(vault.secret(foreign, of: Self.account) == nil)
        #expect(throws: SecretSeal.Fault.wrong("k1")) { try vault.secrets(of: endpoint([foreign])) }
    }
}
