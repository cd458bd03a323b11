package import Wire

/// An account, as the store numbers it.
package struct Account: Sendable, Equatable {
    package let id: AccountID
    package let name: String

    package init(id: AccountID, name: String) {
        self.id = id
        self.name = name
    }
}

/// What is known of a credential that is to be kept. Never its secret.
package struct NewCredential: Sendable, Equatable {
    package var provider: ProviderName
    package var kind: CredentialKind
    package var account: AccountID
    package var isLive: Bool
    package var access: Access
    /// The part that is no secret, such as a client id.
    package var identifier: String?
    /// SHA-256 of the secret.
    package var secretDigest: [UInt8]
    /// What its owner calls it.
    package var label: String?
    /// Made by the gateway itself at its first start.
    package var isSandbox: Bool
    package var createdAt: Timestamp

    package init(
        provider: ProviderName, kind: CredentialKind = .token, account: AccountID, isLive: Bool, access: Access,
        identifier: String? = nil, secretDigest: [UInt8], label: String? = nil, isSandbox: Bool = false,
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

/// A credential that is kept.
package struct StoredCredential: Sendable, Equatable {
    /// Counts the credentials of this store, from 1.
    package let id: Int64
    package let credential: NewCredential
    /// Nil: it is in force.
    package let revokedAt: Timestamp?

    package init(id: Int64, credential: NewCredential, revokedAt: Timestamp?) {
        self.id = id
        self.credential = credential
        self.revokedAt = revokedAt
    }
}
