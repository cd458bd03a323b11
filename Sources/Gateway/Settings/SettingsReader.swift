package import Checkout
import Outbound
import Webhooks
import Wire

/// Reads settings from flags, environment, file and defaults, in this order of priority.
package struct SettingsReader {
    private var faults: [SettingsFault] = []
    private let providers: [any Provider.Type]
    private var webhookURLs: [(location: String, url: String)] = []

    private init(_ providers: [any Provider.Type]) {
        self.providers = providers
    }

    /// - Parameters:
    ///   - flags: their texts, by the names of the settings.
    ///   - environment: all variables. Those that begin with `CHECKOUT_` have to be settings, a ``ServiceLink``, or
    ///     ``Settings/adminKeyVariable``. Empty ones count as not set, because many programs that start others cannot
    ///     unset variables.
    ///   - path: the file, if one is named.
    ///
    /// Throws all faults of all sources.
    package static func read(
        flags: [String: String], environment: [String: String], path: String?, providers: [any Provider.Type]
    ) throws(SettingsFaults) -> Settings {
        var reader = SettingsReader(providers)
        let environment = environment.filter { !$0.value.isEmpty }
        let file =
            if let path {
                reader.file(at: path, from: Settings.commandLine, written: "--config")
            } else {
                reader.file(at: environment["CHECKOUT_CONFIG"], from: "environment", written: "CHECKOUT_CONFIG")
            }
        var texts: [String: Text] = [:]
        for setting in AnySetting.all {
            let defaultText = file.path == nil ? setting.sandboxDefault ?? setting.defaultText : setting.defaultText
            texts[setting.name] = Text(text: defaultText, source: "default")
        }
        for (name, value) in file.values.sorted(by: { $0.key < $1.key }) {
            reader.take(
                value.text, spelled: value.spelling, for: name, from: "\(file.path ?? "file")", written: name,
                into: &texts)
        }
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("CHECKOUT_") {
            if ["CHECKOUT_CONFIG", Settings.adminKeyVariable].contains(variable) || ServiceLink.isOne(variable, text) {
                continue
            }
            let name = String(variable.dropFirst("CHECKOUT_".count)).lowercased()
            reader.take(text, for: name, from: "environment", written: variable, into: &texts)
        }
        for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
            let flag = "--" + name.replacing("_", with: "-")
            reader.take(text, for: name, from: Settings.commandLine, written: flag, into: &texts)
        }
        let given = reader.values(texts)
        reader.checkWebhookURLs(file, given)
        if !reader.faults.isEmpty { throw SettingsFaults(faults: reader.faults) }
        return Settings(given, file)
    }

    /// A text that has the form of its setting.
    private struct Text {
        let text: String
        let source: String
    }

    /// The file at a path. An empty path is a fault, and does not ask for a sandbox.
    private mutating func file(at path: String?, from source: String, written: String) -> ConfigurationFile {
        guard let path else { return ConfigurationFile() }
        guard !path.isEmpty else {
            faults.append(SettingsFault("\(source): \(written) is empty and has to be the path of a file."))
            return ConfigurationFile()
        }
        var parser = ConfigurationFileReader(path, providers)
        let file = parser.read()
        faults += parser.faults
        webhookURLs = parser.webhookURLs
        return file
    }

    private mutating func take(
        _ text: String, spelled spelling: String? = nil, for name: String, from source: String, written: String,
        into texts: inout [String: Text]
    ) {
        guard let setting = AnySetting.all.first(where: { $0.name == name }) else {
            faults.append(SettingsFault("\(source): \(written) is not a setting."))
            return
        }
        if text.isEmpty, !setting.defaultText.isEmpty {
            faults.append(SettingsFault("\(source): \(written) is empty and has to be \(setting.range)."))
            return
        }
        guard setting.form.accepts(text) else {
            let found = spelling ?? "\"\(text)\""
            faults.append(SettingsFault("\(source): \(written) is \(found) and has to be \(setting.range)."))
            return
        }
        texts[name] = Text(text: text, source: source)
    }

    /// The values of the texts. Only the text that applies is checked, so that a flag can replace a wrong one.
    private mutating func values(_ texts: [String: Text]) -> [String: Settings.Given] {
        var values: [String: Settings.Given] = [:]
        for setting in AnySetting.all {
            guard let given = texts[setting.name] else { continue }
            do throws(SettingMisfit) {
                let (value, text) = try setting.value(given.text)
                values[setting.name] = Settings.Given(text: text, source: given.source, value: value)
            } catch {
                faults += error.findings.map { SettingsFault("\(given.source): \(setting.name) \($0)") }
            }
        }
        return values
    }

    /// Compares the URLs of the file's webhook endpoints with the networks that the settings open, which may come from
    /// another source than the file.
    private mutating func checkWebhookURLs(_ file: ConfigurationFile, _ given: [String: Settings.Given]) {
        let blocks = given[Setting<[AddressBlock]>.webhookNetworksAllow.erased.name]?.value as? [AddressBlock]
        let policy = blocks.map { AddressPolicy(allowed: $0) }
        for (location, url) in webhookURLs {
            guard let rule = AddressPolicy.fault(ofURL: url, policy) else { continue }
            let issue = WebhookIssue("url", rule)
            faults.append(SettingsFault("\(file.path ?? "file"): \(issue.sentence("\(location)."))"))
        }
    }
}
