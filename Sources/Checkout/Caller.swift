/// The credential that a request presents to say who sends it.
package struct Credential: Sendable {
    /// The kind, by the credential's form or the header field that holds it.
    package var kind: CredentialKind
    /// The secret part, or the whole token.
    package var secret: ArraySlice<UInt8>
    /// A part that is not secret and identifies the credential's owner or the credential itself: a client id, a key's
    /// own id.
    package var identifier: ArraySlice<UInt8>?
    /// The access that the caller claims for the credential, if the provider has callers say so.
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

/// What a credential permits.
package enum Access: Int64, Sendable, CaseIterable {
    case read = 0
    case write = 1
}

/// The known sender of a request.
package struct Caller: Sendable {
    package let kind: CredentialKind
    package let account: AccountID
    package let isLive: Bool
    package let access: Access
    /// The part of the credential that is not secret, if it has one: a page may have to name it.
    package let identifier: String?
    /// The index of the credential among the gateway's, from 0. The caller's requests are counted under it.
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

    /// Whether the credential permits an operation.
    package func may(_ operation: Operation) -> Bool {
        if kind == .publishable { return operation == .create }
        return access == .write || !operation.writes
    }
}
