/// A request that a provider's newcomer would send first.
package struct Sample: Sendable {
    /// The path without the provider's prefix.
    package let path: String
    /// A body that the sandbox's catalogue takes.
    package let body: String
    /// The header fields that show a credential.
    package let credentialFields: @Sendable (IssuedKey) -> [String]

    package init(
        path: String, body: String,
        credentialFields: @escaping @Sendable (IssuedKey) -> [String] = { ["Authorization: Bearer \($0.secret)"] }
    ) {
        self.path = path
        self.body = body
        self.credentialFields = credentialFields
    }
}

/// A credential as its owner gets to see it, once.
package struct IssuedKey: Sendable {
    package let secret: String
    /// The part that is no secret, where the provider's credentials have one.
    package let identifier: String?

    package init(secret: String, identifier: String? = nil) {
        self.secret = secret
        self.identifier = identifier
    }
}
