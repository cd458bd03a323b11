/// A request that a new user of a provider would send first.
package struct Sample: Sendable {
    /// The path without the provider's prefix.
    package let path: String
    /// A body that the sandbox's catalogue accepts.
    package let body: String
    /// The entries of the sandbox's catalogue, by the name of their kind. A kind without entries is open, so only a
    /// kind that requests never name needs an entry here.
    package let catalogue: [String: Catalogue.Entry]
    /// The header fields that present a credential.
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

/// A credential as its owner sees it, once.
package struct IssuedKey: Sendable {
    package let secret: String
    /// The part that is not secret, if the provider's credentials have one.
    package let identifier: String?

    package init(secret: String, identifier: String? = nil) {
        self.secret = secret
        self.identifier = identifier
    }
}
