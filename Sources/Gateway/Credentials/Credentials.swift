import Checkout
import Providers
import SQLiteStorage
import Wire

/// The keys in force: those that the store keeps and those that the configuration grants.
enum Credentials {
    /// Reads them all into one ring. Accounts that the configuration names are made where the store has none.
    ///
    /// Throws what the store does, and a ``Refusal`` for a credential of the configuration that the store has as well.
    ///
    /// - Parameter isSandbox: whether the credentials that a sandbox made hold. They were printed for whoever looked, an
    ///   administrator's among them, and nobody who writes a configuration thinks of them.
    static func keyRing(
        _ declared: [DeclaredCredential], isSandbox: Bool, _ writer: SQLiteWriter, _ reader: SQLiteReader
    ) throws(Refusal) -> KeyRing {
        var ring = KeyRing()
        do throws(StoreFailure) {
            for stored in try reader.credentials() where stored.revokedAt == nil {
                let credential = stored.credential
                guard isSandbox || !credential.isSandbox else { continue }
                _ = ring.add(
                    KeyRing.Key(
                        provider: credential.provider, kind: credential.kind, account: credential.account,
                        isLive: credential.isLive, access: credential.access, identifier: identifier(of: credential),
                        digest: credential.secretDigest))
            }
        } catch {
            throw Refusal(.database, "the credentials cannot be read: \(error).")
        }
        for (index, credential) in declared.enumerated() {
            let account: Account
            do throws(StoreFailure) {
                account = try writer.account(named: credential.account)
            } catch {
                throw Refusal(.database, "the account \(credential.account) cannot be written: \(error).")
            }
            let key = KeyRing.Key(
                provider: credential.provider, kind: credential.kind, account: account.id, isLive: false,
                access: credential.access, identifier: credential.identifier, digest: credential.digest)
            guard ring.add(key) else {
                // Two that the configuration itself has are told when it is read.
                throw Refusal(
                    .usage,
                    "credentials[\(index)] of the configuration has the secret of a credential of \(credential.provider) that "
                        + "the database has; leave it out, or revoke the other, which `keys list` shows.")
            }
        }
        return ring
    }

    /// In the spelling that requests are held against. Databases have names in the spelling of whoever gave them.
    private static func identifier(of stored: NewCredential) -> String? {
        let naming = Registry.types.first { $0.name == stored.provider }?.naming
        return stored.identifier.map { naming?.canonical($0) ?? $0 }
    }
}
