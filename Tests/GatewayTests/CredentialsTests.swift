import Checkout
import Providers
import SQLiteStorage
import Testing
import Wire

@testable import Gateway

@Suite struct `Valid credentials` {
    private let gateway: InMemoryGateway
    private let sandbox = Sandbox(MessageAuthenticator(key: [1]), Registry.types)

    init() throws {
        gateway = try InMemoryGateway()
        #expect(try sandbox.grant(gateway.store.writer, at: gateway.clock.now))
    }

    private func ring(isSandbox: Bool) throws -> KeyRing {
        try Credentials.keyRing(
            [], of: Registry.types, isSandbox: isSandbox, gateway.store.writer, gateway.store.reader)
    }

    @Test func `include a sandbox's only in a sandbox`() throws {
        let keys =
            Registry.types.map { ($0.name, $0.credentialKinds[0], sandbox.key(of: $0)) }
            + [(AdminCredential.name, AdminCredential.kind, sandbox.adminKey)]
        let (inSandbox, elsewhere) = (try ring(isSandbox: true), try ring(isSandbox: false))
        for (name, kind, key) in keys {
            let credential = Credential(
                kind: kind, secret: Array(key.secret.utf8)[...], identifier: key.identifier.map { Array($0.utf8)[...] })
            #expect(throws: Never.self, "\(name)") { try inSandbox.caller(credential, of: name) }
            #expect(throws: Failure.self, "\(name)") { try elsewhere.caller(credential, of: name) }
        }
        #expect(elsewhere.count == 0)
    }

    @Test(arguments: [true, false])
    func `are those that were made and not revoked, in a sandbox or not`(isSandbox: Bool) throws {
        let account = try gateway.store.writer.account(named: "shop")
        var ids: [Int64] = []
        for secret in ["one", "two"] {
            let made = NewCredential(
                provider: ProviderName("duro"), account: account.id, isLive: false, access: .write, identifier: nil,
                secretDigest: SHA256.digest(Array(secret.utf8)[...]), createdAt: gateway.clock.now)
            ids.append(try #require(try gateway.store.writer.add(made)).id)
        }
        #expect(try gateway.store.writer.revokeCredential(ids[0], at: gateway.clock.now))
        let ring = try ring(isSandbox: isSandbox)
        let found = ["one", "two"].map { secret in
            (try? ring.caller(Credential(secret: Array(secret.utf8)[...]), of: ProviderName("duro"))) != nil
        }
        #expect(found == [false, true])
    }

    @Test func `are in the configuration or in the database, and one in both is reported`() throws {
        let account = try gateway.store.writer.account(named: "shop")
        let digests = ["one", "two"].map { SHA256.digest(Array($0.utf8)[...]) }
        let made = NewCredential(
            provider: ProviderName("duro"), account: account.id, isLive: false, access: .write, identifier: nil,
            secretDigest: digests[1], createdAt: gateway.clock.now)
        _ = try #require(try gateway.store.writer.add(made))
        let declared = digests.map { digest in
            DeclaredCredential(
                provider: ProviderName("duro"), account: "shop", access: .write, identifier: nil, digest: digest)
        }
        #expect {
            try Credentials.keyRing(
                declared, of: Registry.types, isSandbox: false, gateway.store.writer, gateway.store.reader)
        } throws: { error in
            (error as? Refusal)?.code == .usage && "\(error)".contains("credentials[1] of the configuration")
        }
    }

    @Test func `are found by the app's id in lower case, even if the database has capitals`() throws {
        let account = try gateway.store.writer.account(named: "shop")
        let made = NewCredential(
            provider: Userdocks.name, account: account.id, isLive: false, access: .write,
            identifier: Conformance.clientID.uppercased(), secretDigest: SHA256.digest(Array("one".utf8)[...]),
            createdAt: gateway.clock.now)
        _ = try #require(try gateway.store.writer.add(made))
        let shown = Credential(secret: Array("one".utf8)[...], identifier: Array(Conformance.clientID.utf8)[...])
        #expect(try ring(isSandbox: false).caller(shown, of: Userdocks.name).identifier == Conformance.clientID)
    }
}
