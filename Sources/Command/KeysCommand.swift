import Checkout
import Gateway
import Wire

/// `keys create`, `keys list`, `keys revoke`.
enum KeysCommand {
    static func create(_ invocation: inout Invocation) throws(Refusal) {
        if invocation.take("live") != nil { throw Refusal(.usage, LiveMode.refusal) }
        let name = invocation.take("provider")
        if invocation.take("admin") != nil {
            guard name == nil else {
                throw Refusal(
                    .usage, "--admin and --provider exclude each other: an admin credential is the gateway's own.")
            }
            return try createAdmin(&invocation)
        }
        guard let name else { throw Refusal(.usage, "--provider is missing.") }
        let provider = try invocation.provider(named: name)
        let accountName = try accountName(&invocation)
        let kind = try kind(givenFor: provider, &invocation)
        let access = try access(for: kind, &invocation)
        let identifier = try identifier(givenFor: provider, &invocation)
        let label = try label(&invocation)
        let creates = invocation.take("create_database") != nil
        let settings = try invocation.settings()
        try invocation.finish(words: 2)

        let issued = provider.mint(RandomPool.bytes(64), kind, isLive: false)
        try keep(
            IssuedKey(secret: issued.secret, identifier: identifier ?? issued.identifier), kind, of: provider.name,
            accountName, access, label, settings, creates: creates, invocation)
    }

    /// The value of `--kind`, which has to be one of the provider's kinds; by default its first.
    private static func kind(
        givenFor provider: any Provider.Type, _ invocation: inout Invocation
    ) throws(Refusal) -> CredentialKind {
        let kinds = provider.credentialKinds
        guard let word = invocation.take("kind") else { return kinds.first ?? .token }
        guard let kind = CredentialKind(word: word), kinds.contains(kind) else {
            throw Refusal(
                .usage, "--kind: a credential of \(provider.name) is \(kinds.map(\.word).joined(separator: " or ")).")
        }
        return kind
    }

    /// The value of `--access`; by default `write`.
    private static func access(
        for kind: CredentialKind, _ invocation: inout Invocation
    ) throws(Refusal) -> Access {
        let word = invocation.take("access")
        if word != nil, kind == .publishable {
            throw Refusal(.usage, "--access does not apply to a publishable key, which can only create sessions.")
        }
        switch word {
        case nil, "write": return .write
        case "read": return .read
        default: throw Refusal(.usage, "--access has to be read or write.")
        }
    }

    private static func accountName(_ invocation: inout Invocation) throws(Refusal) -> String {
        let name = invocation.take("account") ?? AccountName.defaultName
        guard AccountName.isValid(name) else { throw Refusal(.usage, "--account has to be \(AccountName.rule).") }
        return name
    }

    /// The value of `--label`, or nil. Lists show it on a terminal, like the account's name.
    private static func label(_ invocation: inout Invocation) throws(Refusal) -> String? {
        guard let label = invocation.take("label") else { return nil }
        guard AccountName.isValid(label) else { throw Refusal(.usage, "--label has to be \(AccountName.rule).") }
        return label
    }

    /// The value of `--client-id` in the spelling with which requests are compared, or nil. Throws a ``Refusal`` if the
    /// provider's credentials have no such part, if it is a part of the secret, or if the text does not have its form.
    static func identifier(
        givenFor provider: any Provider.Type, _ invocation: inout Invocation
    ) throws(Refusal) -> String? {
        guard let text = invocation.take("client_id") else { return nil }
        guard let naming = provider.naming, !naming.isInSecret else {
            throw Refusal(.usage, "--client-id does not apply to credentials of \(provider.name).")
        }
        guard let identifier = naming.canonical(text) else {
            throw Refusal(.usage, "--client-id has to be \(naming.form).")
        }
        return identifier
    }

    /// `keys create --admin`.
    private static func createAdmin(_ invocation: inout Invocation) throws(Refusal) {
        let accountName = try accountName(&invocation)
        let access = try access(for: AdminCredential.kind, &invocation)
        let label = try label(&invocation)
        let creates = invocation.take("create_database") != nil
        let settings = try invocation.settings()
        try invocation.finish(words: 2)
        let issued = AdminCredential.mint(RandomPool.bytes(32))
        try keep(
            issued, AdminCredential.kind, of: AdminCredential.name, accountName, access, label, settings,
            creates: creates, invocation)
    }

    private static func keep(
        _ issued: IssuedKey, _ kind: CredentialKind, of provider: ProviderName, _ accountName: String,
        _ access: Access, _ label: String?, _ settings: Settings, creates: Bool, _ invocation: Invocation
    ) throws(Refusal) {
        let stored = try Database.write(settings, creates: creates, invocation.console) {
            (writer) throws(StoreFailure) in
            try writer.add(
                NewCredential(
                    provider: provider, kind: kind, account: try writer.account(named: accountName).id,
                    isLive: false, access: access, identifier: issued.identifier,
                    secretDigest: SHA256.digest(Array(issued.secret.utf8)[...]), label: label,
                    createdAt: invocation.clock.now))
        }
        let id = stored?.id ?? 0
        let named = issued.identifier.map { ["named    \($0)"] } ?? []
        do throws(Refusal) {
            try invocation.console.print(
                [
                    "id       \(id)", "provider \(provider)", "kind     \(kind.word)", "account  \(accountName)",
                    "secret   \(issued.secret)",
                ] + named + ["The secret is shown this once; only its SHA-256 is kept."])
        } catch {
            throw Refusal(
                error.code,
                "\(error.sentence)\nNobody was told the secret of credential \(id), which is in force: revoke it.")
        }
    }

    static func list(_ invocation: inout Invocation) throws(Refusal) {
        let showsSandbox = invocation.take("sandbox") != nil
        let settings = try invocation.settings()
        try invocation.finish(words: 2)
        if showsSandbox { return try listSandbox(settings, invocation) }
        let (credentials, accounts) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try reader.credentials(), try reader.find(.accounts).accounts)
        }
        try invocation.console.print(
            "ID    PROVIDER   KIND         ACCOUNT          ACCESS  STATE    CREATED                   LABEL")
        for stored in credentials {
            let credential = stored.credential
            let account = accounts.first { $0.id == credential.account }?.name ?? "?"
            let state = stored.revokedAt == nil ? "active" : "revoked"
            try invocation.console.print(
                "\(String(stored.id).padded(5)) \(credential.provider.text.padded(10)) "
                    + "\(credential.kind.word.padded(12)) \(account.padded(16)) "
                    + "\("\(credential.access)".padded(7)) \(state.padded(8)) "
                    + "\(credential.createdAt.rfc3339(.milliseconds).padded(25)) \(credential.label ?? "")")
        }
    }

    private static func listSandbox(_ settings: Settings, _ invocation: Invocation) throws(Refusal) {
        let (authenticator, credentials) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try GatewaySecret.authenticator(reader), try reader.credentials())
        }
        guard let authenticator, credentials.contains(where: { $0.credential.isSandbox }) else {
            throw Refusal(.notFound, "the database \(settings[.database]) has no sandbox credentials.")
        }
        let sandbox = Sandbox(authenticator, invocation.types)
        let baseURL = settings[.publicURL] ?? GatewayAddress(settings).url
        try invocation.console.print(sandbox.lines(baseURL: baseURL))
    }

    static func revoke(_ invocation: inout Invocation) throws(Refusal) {
        let settings = try invocation.settings()
        try invocation.finish(words: 3)
        guard invocation.words.count == 3, let id = ASCII.natural(invocation.words[2].utf8.span) else {
            throw Refusal(.usage, "`keys revoke` needs the id of a credential, as `keys list` shows it.")
        }
        let isRevoked = try Database.write(settings, invocation.console) { (writer) throws(StoreFailure) in
            try writer.revokeCredential(Int64(id), at: invocation.clock.now)
        }
        guard isRevoked else { throw Refusal(.notFound, "there is no valid credential \(id).") }
        try invocation.console.print("credential \(id) is revoked")
    }
}
