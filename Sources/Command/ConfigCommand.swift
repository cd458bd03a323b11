import Checkout
import Gateway
import Providers

/// `config check` and `config show`.
enum ConfigCommand {
    static func check(_ invocation: inout Invocation) throws(Refusal) {
        let (settings, _) = try read(&invocation)
        try Console.print(
            "the settings are sound: \(settings.file.credentials.count) credentials, catalogue with "
                + (settings.file.catalogue.kinds.isEmpty
                    ? "no entries" : settings.file.catalogue.kinds.joined(separator: ", ")))
    }

    /// Prints one line for each setting, and no secrets: of credentials only digests are known.
    static func show(_ invocation: inout Invocation) throws(Refusal) {
        let (settings, table) = try read(&invocation)
        for setting in AnySetting.all {
            let value = settings[setting]
            try Console.print("\(setting.name) = \(value.text.isEmpty ? "\"\"" : value.text)  (\(value.source))")
        }
        for owner in table.owners {
            let hosts = settings.file.hosts[owner.name] ?? owner.type.hosts
            try Console.print("providers.\(owner.name).lifetime = \(owner.lifetimeSeconds)")
            try Console.print(
                "providers.\(owner.name).hosts = \(hosts.isEmpty ? "none" : hosts.joined(separator: ", "))")
        }
        for credential in settings.file.credentials {
            try Console.print(
                "credential of \(credential.provider), \(credential.kind.word), account \(credential.account), "
                    + "\(credential.access), secret ****"
            )
        }
    }

    private static func read(
        _ invocation: inout Invocation
    ) throws(Refusal) -> (settings: Settings, table: RoutingTable) {
        let settings = try Program.settings(&invocation)
        try invocation.finish(words: 2)
        do throws(RoutingTable.Collision) {
            return (
                settings,
                try RoutingTable(
                    Registry.providers, hosts: settings.file.hosts, lifetimes: settings.file.lifetimes)
            )
        } catch {
            throw Refusal(.usage, error.description)
        }
    }
}
