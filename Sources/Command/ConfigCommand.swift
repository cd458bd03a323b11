import Checkout
import Gateway
import Webhooks

/// `config check` and `config show`.
enum ConfigCommand {
    static func check(_ invocation: inout Invocation) throws(Refusal) {
        let (settings, _) = try read(&invocation)
        try invocation.console.print(
            "the settings are sound: \(settings.file.credentials.count) credentials, "
                + "\(settings.file.webhooks.count) webhook endpoints, catalogue with "
                + (settings.file.catalogue.kinds.isEmpty
                    ? "no entries" : settings.file.catalogue.kinds.joined(separator: ", ")))
    }

    /// Prints one line for each setting, and no secrets: of credentials only digests are known.
    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let (settings, table) = try read(&invocation)
        for setting in AnySetting.all {
            let value = settings[setting]
            try invocation.console.print(
                "\(setting.name) = \(value.text.isEmpty ? "\"\"" : value.text)  (\(value.source))")
        }
        for owner in table.owners {
            let hosts = settings.file.hosts[owner.name] ?? owner.type.hosts
            try invocation.console.print("providers.\(owner.name).lifetime = \(owner.lifetimeSeconds)")
            try invocation.console.print(
                "providers.\(owner.name).hosts = \(hosts.isEmpty ? "none" : hosts.joined(separator: ", "))")
        }
        for credential in settings.file.credentials {
            try invocation.console.print(
                "credential of \(credential.provider), \(credential.kind.word), account \(credential.account), "
                    + "\(credential.access), secret ****"
            )
        }
        for (index, key) in settings.file.webhookKeys.enumerated() {
            try invocation.console.print(
                "webhook secret key \(key.id), \(index == 0 ? "seals and opens" : "opens"), key ****")
        }
        for webhook in settings.file.webhooks { try invocation.console.print(line(of: webhook)) }
    }

    /// Queries of URLs often hold secrets.
    private static func line(of webhook: DeclaredWebhook) -> String {
        let draft = webhook.draft
        let url = draft.url.prefix { $0 != "?" }
        let query = url.endIndex == draft.url.endIndex ? "" : "?****"
        return "webhook of account \(webhook.account), \(url)\(query), format \(draft.format.word), "
            + "events \(draft.subscription.words.joined(separator: ", ")), secret ****"
    }

    private static func read(
        _ invocation: inout Invocation
    ) throws(Refusal) -> (settings: Settings, table: RoutingTable) {
        let settings = try invocation.settings()
        try invocation.finish(words: 2)
        return (settings, try RoutingTable(invocation.program.dependencies.providers, settings))
    }
}
