import Checkout
import Webhooks
import Wire

/// Seals the signing secrets of endpoints for the store, and opens them to sign.
struct WebhookVault: Sendable {
    private let seal: SecretSeal

    init(_ seal: SecretSeal) {
        self.seal = seal
    }

    /// The vault of a sandbox, whose key is derived from the secret of its database: a sandbox holds no real secrets,
    /// and a developer should not have to make a key.
    init(sandbox authenticator: MessageAuthenticator) {
        let code = authenticator.code(for: Array("webhook secrets of a sandbox".utf8).span)
        guard let key = SecretSeal.Key(id: "sandbox", bytes: code.bytes) else {
            preconditionFailure("A code of SHA-256 is as long as a key.")
        }
        seal = SecretSeal(key)
    }

    /// A secret as the store keeps it. It can be opened only for endpoints of the same account, so that nobody who can
    /// write to the store can give an endpoint the secret of another account.
    ///
    /// - Parameter now: the real time.
    func sealed(_ secret: WebhookSecret, of account: AccountID, at now: Timestamp) -> SealedSecret {
        let sealed = seal.seal(secret.bytes, for: Self.owner(account))
        return SealedSecret(sealed.bytes, keyID: sealed.keyID, createdAt: now)
    }

    /// A secret that the store keeps; nil if no key of the settings opens it.
    func secret(_ kept: SealedSecret, of account: AccountID) -> WebhookSecret? {
        let bytes = try? seal.open(SecretSeal.Sealed(kept), for: Self.owner(account))
        return bytes.flatMap { WebhookSecret(kept: $0) }
    }

    /// A secret of the store, sealed under the first key of the settings if it was sealed under another one.
    func renewed(_ kept: SealedSecret, _ secret: WebhookSecret, of account: AccountID) -> SealedSecret {
        guard seal.isOld(SecretSeal.Sealed(kept)) else { return kept }
        var renewed = sealed(secret, of: account, at: kept.createdAt)
        renewed.retiredAt = kept.retiredAt
        return renewed
    }

    /// The secrets of an endpoint. Throws if the newest one was sealed under a key that the settings no longer have; a
    /// replaced one without a key signs no more.
    func secrets(of endpoint: WebhookEndpointRecord) throws(SecretSeal.Fault) -> LiveSecrets {
        guard let last = endpoint.secrets.last else { throw .wrong("") }
        let bytes = try seal.open(SecretSeal.Sealed(last), for: Self.owner(endpoint.account))
        guard let newest = WebhookSecret(kept: bytes) else { throw .wrong(last.keyID) }
        let replaced = endpoint.secrets.dropLast().reversed().compactMap { kept in
            secret(kept, of: endpoint.account).flatMap { secret in
                kept.retiredAt.map { LiveSecrets.Replaced(secret, endsAt: $0) }
            }
        }
        return LiveSecrets(newest, replaced: replaced)
    }

    private static func owner(_ account: AccountID) -> String { "account \(account.value)" }
}

extension SecretSeal.Sealed {
    /// A secret that the store keeps.
    fileprivate init(_ kept: SealedSecret) {
        self.init(keyID: kept.keyID, bytes: kept.sealed)
    }
}
