/// A request that a provider's newcomer would send first.
package struct Sample: Sendable {
    /// The path without the provider's prefix.
    package let path: String
    /// A body that the sandbox's catalogue takes.
    package let body: String
    /// What the sandbox's catalogue has, by the name of its kind. A kind without entries is open, so that only what no
    /// request names has to be here.
    package let catalogue: [String: Catalogue.Entry]
    /// The header fields that show a credential.
    package let credentialFields: @Sendable (IssuedKey) -> [String]

    package init(
        path: String, body: String, catalogue: [String: Catalogue.Entry] = [:],
        credentialFields: @escaping @Sendable (IssuedKey) -> [String] = { ["Authorization: Bearer \($0.secret)"] }
    ) {
        self.path = path
        self.body = body
        self.catalogue = catalogue
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
