package import Checkout
import Server
import Wire

/// Reads settings from flags, environment, file and defaults, in this order of priority.
package struct SettingsReader {
    private var faults: [SettingsFault] = []
    private let providers: [any Provider.Type]

    private init(_ providers: [any Provider.Type]) {
        self.providers = providers
    }

    /// - Parameters:
    ///   - flags: their texts, by the names of the settings.
    ///   - environment: all variables. Those that begin with `CHECKOUT_` have to be settings or a ``ServiceLink``.
    ///     Empty ones count as not set, because many programs that start others cannot unset variables.
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
        var values: [String: Settings.Value] = [:]
        for setting in Setting.all {
            let defaultText = file.path == nil ? setting.sandboxDefault ?? setting.defaultText : setting.defaultText
            values[setting.name] = Settings.Value(text: defaultText, source: "default")
        }
        for (name, value) in file.values.sorted(by: { $0.key < $1.key }) {
            reader.take(
                value.text, spelled: value.spelling, for: name, from: "\(file.path ?? "file")", written: name,
                into: &values)
        }
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("CHECKOUT_") {
            if variable == "CHECKOUT_CONFIG" || ServiceLink.isOne(variable, text) { continue }
            let name = String(variable.dropFirst("CHECKOUT_".count)).lowercased()
            reader.take(text, for: name, from: "environment", written: variable, into: &values)
        }
        for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
            let flag = "--" + name.replacing("_", with: "-")
            reader.take(text, for: name, from: Settings.commandLine, written: flag, into: &values)
        }
        reader.checkHost(&values["host"])
        reader.checkDatabase(values["database"])
        reader.checkURL(values["public_url"])
        reader.checkDocuments(values["openapi_directory"])
        reader.checkProxies(values["trusted_proxies"])
        reader.checkOrigins(values["cors_origins"])
        if !reader.faults.isEmpty { throw SettingsFaults(faults: reader.faults) }
        return Settings(values: values, file: file)
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
        return file
    }

    private mutating func take(
        _ text: String, spelled spelling: String? = nil, for name: String, from source: String, written: String,
        into values: inout [String: Settings.Value]
    ) {
        guard let setting = Setting.all.first(where: { $0.name == name }) else {
            faults.append(SettingsFault("\(source): \(written) is not a setting."))
            return
        }
        if text.isEmpty, !setting.defaultText.isEmpty {
            faults.append(SettingsFault("\(source): \(written) is empty and has to be \(setting.range)."))
            return
        }
        guard Self.accepts(text, setting.kind) else {
            let found = spelling ?? "\"\(text)\""
            faults.append(SettingsFault("\(source): \(written) is \(found) and has to be \(setting.range)."))
            return
        }
        var value = Settings.Value(text: text, source: source)
        if case .toggle = setting.kind, let toggle = Self.toggle(text) { value.text = toggle }
        values[name] = value
    }

    /// Replaces the host by its only spelling.
    private mutating func checkHost(_ value: inout Settings.Value?) {
        guard let text = value?.text, let source = value?.source else { return }
        guard let host = LocalHost.canonical(text) else {
            faults.append(SettingsFault("\(source): host is \"\(text)\" and has to be \(LocalHost.rule)."))
            return
        }
        value?.text = host
    }

    private mutating func checkDatabase(_ value: Settings.Value?) {
        guard let value, !DatabasePath.isValid(value.text) else { return }
        faults.append(
            SettingsFault(
                "\(value.source): database is \"\(value.text)\" and has to be \(DatabasePath.rule); "
                    + "a file of this name in the working folder is \"./\(value.text)\"."))
    }

    private mutating func checkURL(_ value: Settings.Value?) {
        guard let value, !value.text.isEmpty, !PublicURL.isValid(value.text) else { return }
        faults.append(
            SettingsFault("\(value.source): public_url is \"\(value.text)\" and has to be \(PublicURL.rule)."))
    }

    /// The default folder need not exist; a folder that is set and cannot be read is a mistake.
    private mutating func checkDocuments(_ value: Settings.Value?) {
        guard let value, !value.text.isEmpty, let reason = OpenAPIDocuments.fault(in: value.text) else { return }
        faults.append(
            SettingsFault("\(value.source): openapi_directory is \"\(value.text)\", which cannot be read: \(reason)"))
    }

    private mutating func checkProxies(_ value: Settings.Value?) {
        guard let value else { return }
        for entry in Self.entries(value.text) where AddressBlock(entry) == nil {
            faults.append(
                SettingsFault(
                    "\(value.source): trusted_proxies has \"\(String(decoding: entry, as: UTF8.self))\", which is no address and no CIDR block with its first bits alone, such as 10.0.0.0/8."
                ))
        }
    }

    private mutating func checkOrigins(_ value: Settings.Value?) {
        guard let value else { return }
        let entries = Self.entries(value.text)
        for entry in entries {
            guard let reason = WebOrigin.fault(entry, among: entries.count) else { continue }
            faults.append(
                SettingsFault(
                    "\(value.source): cors_origins has \"\(String(decoding: entry, as: UTF8.self))\", which \(reason).")
            )
        }
    }

    /// The entries of a list, without blanks around them; none for an empty text.
    static func entries(_ text: String) -> [ArraySlice<UInt8>] {
        if text.isEmpty { return [] }
        return Array(text.utf8).split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map(ASCII.trimmed)
    }

    private static func accepts(_ text: String, _ kind: Setting.Kind) -> Bool {
        switch kind {
        case .text, .list: !text.utf8.contains(0)
        case .toggle: toggle(text) != nil
        case .count(let range, _): ASCII.natural(text.utf8.span).map(range.contains) ?? false
        case .seconds(let range):
            milliseconds(text).map { (range.lowerBound * 1_000...range.upperBound * 1_000).contains($0) } ?? false
        }
    }

    /// `on` or `off`, also for `true` and `false`, in letters of either case; nil for another text.
    private static func toggle(_ text: String) -> String? {
        switch text.lowercased() {
        case "on", "true": "on"
        case "off", "false": "off"
        default: nil
        }
    }

    /// Seconds with up to three decimals, as milliseconds; nil for another text.
    static func milliseconds(_ text: String) -> Int? {
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = ASCII.natural(parts[0]), whole < 1_000_000_000 else { return nil }
        guard parts.count == 2 else { return whole * 1_000 }
        guard (1...3).contains(parts[1].count), let fraction = ASCII.natural(parts[1]) else { return nil }
        return whole * 1_000 + fraction * [100, 10, 1][parts[1].count - 1]
    }
}
