import Checkout
import Wire

extension ConfigurationFileReader {
    mutating func takeCredentials(_ value: JSON) {
        guard value.kind == .array else { return fault("credentials has to be a list.") }
        for (index, entry) in value.elements.enumerated() {
            takeCredential(entry, "credentials[\(index)]")
        }
    }

    /// The members of one entry.
    private struct Entry {
        /// The members that are texts, by their names.
        var texts: [String: String] = [:]
        /// All members that are present. One that has to be a text and is not has been reported.
        var names: Set<String> = []
        var isLive = false

        subscript(_ name: String) -> String? { texts[name] }
    }

    private mutating func takeCredential(_ value: JSON, _ location: String) {
        guard value.kind == .object else { return fault("\(location) has to be an object.") }
        let entry = entry(value, location)
        if entry.isLive { fault("\(location): \(LiveMode.refusal)") }
        let account = entry["account"] ?? AccountName.defaultName
        if !AccountName.isValid(account) { fault("\(location).account has to be \(AccountName.rule).") }
        let access = access(entry, location)
        let digest = digest(entry, location)
        guard let provider = owner(entry, location) else { return }
        let type = providers.first { $0.name == provider }
        let kind = kind(entry, of: provider, type, location)
        if let secret = entry["secret"] { check(secret, kind, of: provider, type, entry, location) }
        let identifier = identifier(entry, of: provider, type, location)
        guard let digest, let kind else { return }
        checkOnce(digest, of: provider, location)
        file.credentials.append(
            DeclaredCredential(
                provider: provider, kind: kind, account: account, access: access, identifier: identifier, digest: digest
            ))
    }

    private mutating func entry(_ value: JSON, _ location: String) -> Entry {
        var entry = Entry()
        for (name, value) in members(value, location) {
            switch name {
            case "livemode":
                entry.isLive = value.bool == true
                if value.bool == nil { fault("\(location).livemode has to be true or false.") }
            case "provider", "account", "secret", "secret_sha256", "access", "client_id", "kind":
                entry.names.insert(name)
                if let text = value.string, !text.isEmpty {
                    entry.texts[name] = text
                } else {
                    fault("\(location).\(name) has to be a text that is not empty.")
                }
            default: fault("\(location).\(name) is not a setting.")
            }
        }
        return entry
    }

    /// The provider of the entry; nil, with a fault, if the entry does not name one.
    private mutating func owner(_ entry: Entry, _ location: String) -> ProviderName? {
        guard let name = entry["provider"] else {
            if !entry.names.contains("provider") { fault("\(location).provider is missing.") }
            return nil
        }
        return name == AdminCredential.name.text ? AdminCredential.name : self.provider(name, location)
    }

    private mutating func access(_ entry: Entry, _ location: String) -> Access {
        switch entry["access"] {
        case nil, "write": return .write
        case "read": return .read
        default:
            fault("\(location).access has to be read or write.")
            return .read
        }
    }

    /// The kind that the entry names, or that the form of the secret shows, or that the provider assumes. Nil, with a
    /// fault, if the provider does not have it.
    private mutating func kind(
        _ entry: Entry, of provider: ProviderName, _ type: (any Provider.Type)?, _ location: String
    ) -> CredentialKind? {
        let formed = entry["secret"].flatMap { type?.kind(ofSecret: $0) }
        var kind = formed ?? type?.assumedKind(saysAccess: entry.names.contains("access")) ?? AdminCredential.kind
        if let word = entry["kind"] {
            let kinds = type?.credentialKinds ?? [AdminCredential.kind]
            guard let said = CredentialKind(word: word), kinds.contains(said) else {
                fault(
                    "\(location).kind: a credential of \(provider) is \(kinds.map(\.word).joined(separator: " or ")).")
                return nil
            }
            if let formed, formed != said {
                fault("\(location).secret is of the kind \(formed.word) by its form, and kind says \(word).")
            }
            kind = said
        }
        if kind == .publishable, entry.names.contains("access") {
            fault("\(location).access: a publishable key starts sessions and does nothing else.")
        }
        return kind
    }

    /// Checks whether a request can present the secret, and whether the setting may have it.
    private mutating func check(
        _ secret: String, _ kind: CredentialKind?, of provider: ProviderName, _ type: (any Provider.Type)?,
        _ entry: Entry, _ location: String
    ) {
        guard SecretText.isShowable(secret) else {
            return fault("\(location).secret can be shown by no request: it has to be \(SecretText.rule).")
        }
        // A secret that is live by its form is live, even if `livemode` is false.
        if !entry.isLive, type?.isLive(secret: secret) == true {
            fault("\(location).secret is a live one by its form: \(LiveMode.refusal)")
        }
        if provider == AdminCredential.name, secret.utf8.count < SecretText.adminCharactersMin {
            fault(
                "\(location).secret is too short for an administrator's: it has to be \(SecretText.adminCharactersMin) characters or more, "
                    + "such as `openssl rand -hex 32` prints.")
        }
    }

    /// With one secret in two credentials, the gateway could not tell whose request it is.
    private mutating func checkOnce(_ digest: Digest, of provider: ProviderName, _ location: String) {
        if let earlier = secretLocations[provider]?[digest] {
            fault("\(earlier) and \(location) have the same secret of \(provider).")
        } else {
            secretLocations[provider, default: [:]][digest] = location
        }
    }

    /// The part that identifies the credential; nil if the provider's credentials have none. Without it, or with
    /// another one than requests present, the credential would never be accepted.
    private mutating func identifier(
        _ entry: Entry, of provider: ProviderName, _ type: (any Provider.Type)?, _ location: String
    ) -> String? {
        let given = entry["client_id"]
        guard let type, let naming = type.naming else {
            if given != nil { fault("\(location).client_id: a credential of \(provider) has none.") }
            return nil
        }
        if naming.isInSecret, let secret = entry["secret"] {
            if given != nil { fault("\(location).client_id stands in the secret already; it goes with secret_sha256.") }
            let identifier = type.identifier(inSecret: secret)
            if identifier == nil, SecretText.isShowable(secret) {
                fault("\(location).secret can be shown by no request: it lacks \(naming.form).")
            }
            return identifier
        }
        guard let given else {
            if !entry.names.contains("client_id") { fault("\(location).client_id is missing; it is \(naming.form).") }
            return nil
        }
        let identifier = naming.canonical(given)
        if identifier == nil { fault("\(location).client_id has to be \(naming.form).") }
        return identifier
    }

    private mutating func digest(_ entry: Entry, _ location: String) -> Digest? {
        switch (entry.names.contains("secret"), entry.names.contains("secret_sha256")) {
        case (true, false):
            return entry["secret"].map { SHA256.digest(Array($0.utf8)[...]) }
        case (false, true):
            guard let hex = entry["secret_sha256"] else { return nil }
            if let digest = Digest(hex: Array(hex.utf8)) { return digest }
            fault("\(location).secret_sha256 has to be 64 hex digits.")
        default:
            fault("\(location) needs either secret or secret_sha256.")
        }
        return nil
    }
}
