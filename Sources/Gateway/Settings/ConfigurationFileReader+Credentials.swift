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
        guard let digest = digest(texts, place) else { return }
        let access: Access
        switch texts["access"] {
        case nil, "write": access = .write
        case "read": access = .read
        default: return fault("\(place).access has to be read or write.")
        }
        file.credentials.append(
            DeclaredCredential(
                provider: provider, account: texts["account"] ?? "default", access: access,
                identifier: texts["client_id"] ?? texts["secret"].flatMap { type?.identifier(inSecret: $0) },
                digest: digest))
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
