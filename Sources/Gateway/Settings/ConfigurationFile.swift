import Checkout

/// What a configuration file holds.
struct ConfigurationFile: Sendable {
    /// Where it was read; nil where there is none.
    var path: String?
    /// Settings that are single values.
    var values: [String: Value] = [:]
    var credentials: [DeclaredCredential] = []
    var catalogue = Catalogue()
    /// Seconds, by provider.
    var lifetimes: [ProviderName: Int64] = [:]
    var hosts: [ProviderName: [String]] = [:]
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
struct DeclaredCredential: Sendable {
    var provider: ProviderName
    var kind = CredentialKind.token
    /// The account's name.
    var account: String
    var access: Access
    var identifier: String?
    /// SHA-256 of the secret; the secret itself is dropped as soon as it is read.
    var digest: [UInt8]
}
