package import Wire

/// An account, with its number in the store.
package struct Account: Sendable, Equatable {
    package let id: AccountID
    package let name: String

    package init(id: AccountID, name: String) {
        self.id = id
        self.name = name
    }
}

/// The facts about a credential that the store will keep, without its secret.
package struct NewCredential: Sendable, Equatable {
    package var provider: ProviderName
    package var kind: CredentialKind
    package var account: AccountID
    package var isLive: Bool
    package var access: Access
    /// The part that is not secret, such as a client id.
    package var identifier: String?
    /// SHA-256 of the secret.
    package var secretDigest: Digest
    /// The owner's name for it.
    package var label: String?
    /// Whether the gateway itself made it, at its first start.
    package var isSandbox: Bool
    package var createdAt: Timestamp

    package init(
        provider: ProviderName, kind: CredentialKind = .token, account: AccountID, isLive: Bool, access: Access,
        identifier: String? = nil, secretDigest: Digest, label: String? = nil, isSandbox: Bool = false,
        createdAt: Timestamp
    ) {
        self.provider = provider
        self.kind = kind
        self.account = account
        self.isLive = isLive
        self.access = access
        self.identifier = identifier
        self.secretDigest = secretDigest
        self.label = label
        self.isSandbox = isSandbox
        self.createdAt = createdAt
    }
}

/// A credential in the store.
package struct StoredCredential: Sendable, Equatable {
    /// The number of the credential in this store, from 1.
    package let id: Int64
    package let credential: NewCredential
    /// When it was revoked; nil while it is valid.
    package let revokedAt: Timestamp?

    package init(id: Int64, credential: NewCredential, revokedAt: Timestamp?) {
        self.id = id
        self.credential = credential
        self.revokedAt = revokedAt
    }
}
