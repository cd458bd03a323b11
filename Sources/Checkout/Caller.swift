/// What a request shows to say who asks.
package struct Credential: Sendable {
    /// The kind of credential that stands in such a place.
    package var kind: CredentialKind
    /// The secret part, or the whole token.
    package var secret: ArraySlice<UInt8>
    /// A part that is no secret and names whose credential it is: a client id, a key's own id.
    package var identifier: ArraySlice<UInt8>?
    /// What the caller says the credential is for, where the provider has callers say so.
    package var claimedAccess: Access?

    package init(
        kind: CredentialKind = .token, secret: ArraySlice<UInt8>, identifier: ArraySlice<UInt8>? = nil,
        claimedAccess: Access? = nil
    ) {
        self.kind = kind
        self.secret = secret
        self.identifier = identifier
        self.claimedAccess = claimedAccess
    }
}

/// What a credential is good for.
package enum Access: Int64, Sendable, CaseIterable {
    case read = 0
    case write = 1
}

/// Who asks.
package struct Caller: Sendable {
    package let kind: CredentialKind
    package let account: AccountID
    package let isLive: Bool
    package let access: Access
    /// The part of the credential that is no secret, where it has one: a page may have to name it.
    package let identifier: String?
    /// Which credential of the gateway's it is, counted from 0: what its requests are counted by.
    package let credential: Int

    package init(
        kind: CredentialKind = .token, account: AccountID, isLive: Bool, access: Access, identifier: String?,
        credential: Int = 0
    ) {
        self.kind = kind
        self.credential = credential
        self.account = account
        self.isLive = isLive
        self.access = access
        self.identifier = identifier
    }

    /// Whether the credential is good for this.
    package func may(_ operation: Operation) -> Bool {
        if kind == .publishable { return operation == .create }
        return access == .write || !operation.writes
    }
}
