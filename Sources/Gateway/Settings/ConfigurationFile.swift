package import Checkout

/// The contents of a configuration file.
package struct ConfigurationFile: Sendable {
    /// The path that it was read from; nil without a file.
    var path: String?
    /// The settings with a single value.
    var values: [String: Value] = [:]
    /// The credentials that it grants.
    package var credentials: [DeclaredCredential] = []
    /// The things to which sessions may refer.
    package var catalogue = Catalogue()
    /// Seconds, by provider.
    package var lifetimes: [ProviderName: Int64] = [:]
    /// The hosts of each provider, in place of its own.
    package var hosts: [ProviderName: [String]] = [:]
    /// The keys of signing secrets. The first one seals, and all of them open.
    package var webhookKeys: [SecretSeal.Key] = []
    /// The webhook endpoints that it has.
    package var webhooks: [DeclaredWebhook] = []
}

extension ConfigurationFile {
    /// The value of one setting.
    struct Value: Sendable {
        /// The value as it would be written outside the file.
        var text: String
        /// The value as the file has it.
        var spelling: String
    }
}

/// A credential from the configuration.
package struct DeclaredCredential: Sendable {
    /// The provider whose callers present it.
    package var provider: ProviderName
    /// The kind that it has for the provider.
    package var kind = CredentialKind.token
    /// The account's name.
    package var account: String
    /// The access of its callers.
    package var access: Access
    var identifier: String?
    /// SHA-256 of the secret. The reader does not keep the secret itself.
    var digest: Digest
}
