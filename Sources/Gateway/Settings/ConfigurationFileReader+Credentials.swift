import Checkout
import Wire

extension ConfigurationFileReader {
    mutating func takeCredentials(_ value: JSON) {
        guard value.kind == .array else { return fault("credentials has to be a list.") }
        for (index, entry) in value.elements.enumerated() {
            takeCredential(entry, "credentials[\(index)]")
        }
    }

    private mutating func takeCredential(_ entry: JSON, _ place: String) {
        var texts: [String: String] = [:]
        var isLive = false
        for (name, value) in members(entry, place) {
            switch name {
            case "livemode":
                isLive = value.bool == true
                if value.bool == nil { fault("\(place).livemode has to be true or false.") }
            case "provider", "account", "secret", "secret_sha256", "access", "client_id":
                if let text = value.string, !text.isEmpty {
                    texts[name] = text
                } else {
                    fault("\(place).\(name) has to be a text.")
                }
            default: fault("\(place).\(name) is not a setting.")
            }
        }
        guard let name = texts["provider"] else { return fault("\(place).provider is missing.") }
        let owner = name == AdminCredential.name.text ? AdminCredential.name : self.provider(name, place)
        guard let provider = owner else { return }
        let type = providers.first { $0.name == provider }
        if isLive {
            fault("\(place): \(LiveMode.refusal)")
        } else if let secret = texts["secret"], type?.isLive(secret: secret) == true {
            // What the secret itself says holds, also beside a livemode that denies it.
            fault("\(place).secret is a live one by its form: \(LiveMode.refusal)")
        }
        let account = texts["account"] ?? AccountName.standard
        if !AccountName.isValid(account) { fault("\(place).account has to be \(AccountName.rule).") }
        let access = access(texts, place)
        guard let digest = digest(texts, place) else { return }
        checkOnce(digest, of: provider, place)
        let identifier = identifier(texts, of: provider, type, place)
        file.credentials.append(
            DeclaredCredential(
                provider: provider, account: account, access: access, identifier: identifier, digest: digest))
    }

    private mutating func access(_ texts: [String: String], _ place: String) -> Access {
        switch texts["access"] {
        case nil, "write": return .write
        case "read": return .read
        default:
            fault("\(place).access has to be read or write.")
            return .read
        }
    }

    /// Of two credentials with one secret nobody could say whose request it is.
    private mutating func checkOnce(_ digest: [UInt8], of provider: ProviderName, _ place: String) {
        if let earlier = secretPlaces[provider]?[digest] {
            fault("\(earlier) and \(place) have the same secret of \(provider).")
        } else {
            secretPlaces[provider, default: [:]][digest] = place
        }
    }

    /// What names the credential; nil where its provider's have no names. Without it, or with another than requests show,
    /// the credential would let nobody in.
    private mutating func identifier(
        _ texts: [String: String], of provider: ProviderName, _ type: (any Provider.Type)?, _ place: String
    ) -> String? {
        let given = texts["client_id"]
        guard let type, let naming = type.naming else {
            if given != nil { fault("\(place).client_id: a credential of \(provider) has none.") }
            return nil
        }
        if naming.isInSecret, let secret = texts["secret"] {
            if given != nil { fault("\(place).client_id stands in the secret already; it goes with secret_sha256.") }
            let identifier = type.identifier(inSecret: secret)
            if identifier == nil { fault("\(place).secret can be shown by no request: it lacks \(naming.form).") }
            return identifier
        }
        guard let given else {
            fault("\(place).client_id is missing; it is \(naming.form).")
            return nil
        }
        let identifier = naming.canonical(given)
        if identifier == nil { fault("\(place).client_id has to be \(naming.form).") }
        return identifier
    }

    private mutating func digest(_ texts: [String: String], _ place: String) -> [UInt8]? {
        switch (texts["secret"], texts["secret_sha256"]) {
        case (let secret?, nil):
            return SHA256.digest(Array(secret.utf8)[...]).bytes
        case (nil, let hex?):
            if let digest = Hex.bytes(Array(hex.utf8)), digest.count == 32 { return digest }
            fault("\(place).secret_sha256 has to be 64 hex digits.")
        default:
            fault("\(place) needs either secret or secret_sha256.")
        }
        return nil
    }
}
