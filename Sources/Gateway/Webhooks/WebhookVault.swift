import Checkout
import Webhooks
import Wire

/// Seals the signing secrets of endpoints for the store, and opens them to sign.
struct WebhookVault: Sendable {
    private let seal: SecretSeal

    init(_ seal: SecretSeal) {
        self.seal = seal
    }

    /// The vault of a sandbox, whose key is derived from the secret of its database: a sandbox holds no real secrets, and
    /// a developer should not have to make a key.
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

    /// The secrets of an endpoint. Throws if one of them was sealed under a key that the settings no longer have.
    func secrets(of endpoint: WebhookEndpointRecord) throws(SecretSeal.Fault) -> LiveSecrets {
        var opened: [(secret: WebhookSecret, retiredAt: Timestamp?)] = []
        for kept in endpoint.secrets {
            let sealed = SecretSeal.Sealed(keyID: kept.keyID, bytes: kept.sealed)
            let bytes = try seal.open(sealed, for: Self.owner(endpoint.account))
            guard let secret = WebhookSecret(kept: bytes) else { throw .wrong(kept.keyID) }
            opened.append((secret, kept.retiredAt))
        }
        guard let newest = opened.popLast() else { throw .wrong("") }
        let replaced = opened.reversed().compactMap { secret, retiredAt in
            retiredAt.map { LiveSecrets.Replaced(secret, endsAt: $0) }
        }
        return LiveSecrets(newest.secret, replaced: replaced)
    }

    private static func owner(_ account: AccountID) -> String { "account \(account.value)" }
}
