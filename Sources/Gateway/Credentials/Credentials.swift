import Checkout
import Wire

/// The valid credentials: those in the store and those of the configuration.
enum Credentials {
    /// Reads all credentials into one key ring. Makes the accounts that the configuration names and the store does not
    /// have.
    ///
    /// Throws the store's failure, and a ``Refusal`` if the configuration has a credential that the store has too.
    ///
    /// - Parameter isSandbox: whether to accept the credentials that a sandbox has made. They were printed, an
    ///   administrator's among them, and an operator who writes a configuration does not expect them.
    static func keyRing(
        _ declared: [DeclaredCredential], of providers: [any Provider.Type], isSandbox: Bool,
        _ writer: any StoreWriter, _ reader: any StoreReader
    ) throws(Refusal) -> KeyRing {
        var ring = KeyRing()
        do throws(StoreFailure) {
            for stored in try reader.credentials() where stored.revokedAt == nil {
                let credential = stored.credential
                guard isSandbox || !credential.isSandbox else { continue }
                _ = ring.add(
                    KeyRing.Key(
                        provider: credential.provider, kind: credential.kind, account: credential.account,
                        isLive: credential.isLive, access: credential.access,
                        identifier: identifier(of: credential, providers),
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
                // The reader of the configuration has reported secrets that the configuration itself has twice.
                throw Refusal(
                    .usage,
                    "credentials[\(index)] of the configuration has the secret of a credential of \(credential.provider) that "
                        + "the database has; leave it out, or revoke the other, which `keys list` shows.")
            }
        }
        return ring
    }

    /// In the spelling with which requests are compared. Databases have identifiers in the spelling of their creator.
    private static func identifier(of stored: NewCredential, _ providers: [any Provider.Type]) -> String? {
        let naming = providers.first { $0.name == stored.provider }?.naming
        return stored.identifier.map { naming?.canonical($0) ?? $0 }
    }
}
