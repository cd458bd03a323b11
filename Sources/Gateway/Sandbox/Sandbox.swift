package import Checkout
import Server
import Wire

/// What a gateway without a configuration has: a test credential for each provider, and the catalogue entries that
/// providers' samples need.
package struct Sandbox {
    private let authenticator: MessageAuthenticator
    private let providers: [any Provider.Type]

    /// The account of the sandbox's credentials.
    static let accountName = "sandbox"

    /// - Parameters:
    ///   - authenticator: derives the credentials from the secret of the database.
    ///   - providers: each gets a credential.
    package init(_ authenticator: MessageAuthenticator, _ providers: [any Provider.Type]) {
        self.authenticator = authenticator
        self.providers = providers
    }

    /// A provider's credential. It is derived from the database's secret, so that it is the same each time and is not
    /// stored.
    func key(of provider: any Provider.Type) -> IssuedKey {
        provider.mint(
            code(provider.name, part: 0) + code(provider.name, part: 1), Self.kind(of: provider), isLive: false)
    }

    /// The kind of a provider's credential.
    private static func kind(of provider: any Provider.Type) -> CredentialKind {
        provider.credentialKinds.first ?? .token
    }

    /// The credential for the gateway's own API, derived in the same way.
    package var adminKey: IssuedKey {
        AdminCredential.mint(code(AdminCredential.name, part: 0))
    }

    private func code(_ name: ProviderName, part: UInt8) -> [UInt8] {
        authenticator.code(for: (Array("sandbox credential \(name)".utf8) + [part]).span).bytes
    }

    /// Stores the digests of the credentials that the store does not have yet. True if any was new.
    func grant(_ writer: any StoreWriter, at now: Timestamp) throws(StoreFailure) -> Bool {
        let account = try writer.account(named: Self.accountName)
        var isFirst = false
        let keys =
            providers.map { ($0.name, Self.kind(of: $0), key(of: $0)) }
            + [(AdminCredential.name, AdminCredential.kind, adminKey)]
        for (name, kind, key) in keys {
            let credential = NewCredential(
                provider: name, kind: kind, account: account.id, isLive: false, access: .write,
                identifier: key.identifier, secretDigest: SHA256.digest(Array(key.secret.utf8)[...]),
                label: "sandbox", isSandbox: true, createdAt: now)
            if try writer.add(credential) != nil { isFirst = true }
        }
        return isFirst
    }

    /// The catalogue of a sandbox. Every kind is open except those that the providers' samples need.
    var catalogue: Catalogue {
        var catalogue = Catalogue()
        for provider in providers {
            for (kind, entry) in provider.sample.catalogue { _ = catalogue.add(entry, to: kind) }
        }
        return catalogue
    }

    /// The command that prints the lines again, with curl lines for a gateway that listens on a port.
    static func listCommand(_ settings: Settings, port: UInt16) -> String {
        let reached = LocalHost.reaching(settings[.host])
        let host = reached == Settings.defaultValue(of: .host) ? "" : " --host \(reached)"
        return "checkout-gateway keys list --sandbox --database \(settings[.database])\(host) --port \(port)"
    }

    /// For each provider its credential and a curl line that works as it is.
    package func lines(baseURL: String) -> [String] {
        let samples = providers.flatMap { provider in
            let key = key(of: provider)
            let sample = provider.sample
            let headers = sample.credentialFields(key).map { "-H '\($0)'" }.joined(separator: " ")
            return [
                "",
                "\(provider.name): \(key.secret)",
                "curl -sS \(baseURL)/\(provider.name)\(sample.path) \(headers) -H 'Content-Type: application/json' -d '\(sample.body)'",
            ]
        }
        let admin = adminKey.secret
        return samples + [
            "", "gateway: \(admin)",
            "curl -sS \(baseURL)\(AdminAPI.prefix)/sessions -H 'Authorization: Bearer \(admin)'",
        ]
    }
}
