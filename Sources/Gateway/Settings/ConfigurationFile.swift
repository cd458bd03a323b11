package import Checkout

/// What a configuration file holds.
package struct ConfigurationFile: Sendable {
    /// Where it was read; nil where there is none.
    var path: String?
    /// Settings that are single values.
    var values: [String: Value] = [:]
    /// The credentials that it grants.
    package var credentials: [DeclaredCredential] = []
    /// What sessions may refer to.
    package var catalogue = Catalogue()
    /// Seconds, by provider.
    package var lifetimes: [ProviderName: Int64] = [:]
    /// The hosts of each provider, in place of its own.
    package var hosts: [ProviderName: [String]] = [:]
}

extension ConfigurationFile {
    /// A single value.
    struct Value: Sendable {
        /// As anybody would give it outside the file.
        var text: String
        /// As the file has it.
        var spelling: String
    }
}

/// A credential that the configuration grants.
package struct DeclaredCredential: Sendable {
    /// The provider whose callers show it.
    package var provider: ProviderName
    /// What it is to the provider.
    package var kind = CredentialKind.token
    /// The account's name.
    package var account: String
    /// What its callers may do.
    package var access: Access
    var identifier: String?
    /// SHA-256 of the secret; the secret itself is dropped as soon as it is read.
    var digest: [UInt8]
}
