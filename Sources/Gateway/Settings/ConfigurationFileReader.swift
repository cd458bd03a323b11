import Checkout
import Wire

/// Reads a configuration file, and continues after each fault to find all of them.
struct ConfigurationFileReader {
    private(set) var faults: [SettingsFault] = []
    private let path: String
    let providers: [any Provider.Type]
    /// The location in the file of each secret, by its SHA-256.
    var secretLocations: [ProviderName: [Digest: String]] = [:]
    /// The URLs of the webhook endpoints and where the file has these, which are to be compared with the settings.
    var webhookURLs: [(location: String, url: String)] = []
    /// What has been read so far.
    var file = ConfigurationFile()

    init(_ path: String, _ providers: [any Provider.Type]) {
        self.path = path
        self.providers = providers
    }

    mutating func read() -> ConfigurationFile {
        file.path = path
        var text: [UInt8]
        do throws(FileFault) {
            text = try TextFile.read(path, bytesMax: 16 << 20, pipePatienceMilliseconds: 10_000)
        } catch {
            fault("\(error.description)")
            return file
        }
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            fault("the file is UTF-16 and has to be UTF-8.")
            return file
        }
        // RFC 8259 §8.1: a parser may ignore a byte order mark, which some editors write.
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
        let document = JSONDocument(utf8: text)
        if let syntax = document.fault {
            let before = text.prefix(syntax.offset)
            let line = before.lazy.filter { $0 == 0x0A }.count + 1
            fault("line \(line) is not JSON; the file has to be one JSON object.")
            return file
        }
        guard let root = document.root, root.kind == .object else {
            fault("the file has to be one JSON object.")
            return file
        }
        for (name, value) in members(root, "the file") { take(name, value) }
        if let webhooks = root.member("webhooks") {
            let keys = root.member("webhook_secret_keys")
            takeWebhooks(webhooks, hasKeys: keys?.elements.contains { _ in true } == true)
        }
        checkSharedHosts()
        return file
    }

    mutating func fault(_ sentence: String) {
        faults.append(SettingsFault("\(path): \(sentence)"))
    }

    /// The members of an object. A repeated name is a fault.
    mutating func members(_ object: JSON, _ location: String) -> [(String, JSON)] {
        guard object.kind == .object else {
            fault("\(location) has to be an object.")
            return []
        }
        var seen: Set<[UInt8]> = []
        var out: [(String, JSON)] = []
        for (name, value) in object.members {
            if seen.insert(Array(name.stringBytes ?? [])).inserted {
                out.append((name.string ?? "", value))
            } else {
                fault("\(location) has \"\(name.string ?? "")\" twice.")
            }
        }
        return out
    }

    private mutating func take(_ name: String, _ value: JSON) {
        switch name {
        case "credentials": takeCredentials(value)
        case "catalogue": takeCatalogue(value)
        case "providers": takeProviders(value)
        case "webhook_secret_keys": takeWebhookKeys(value)
        case "webhooks": break
        default: takeValue(name, value)
        }
    }

    private mutating func takeValue(_ name: String, _ value: JSON) {
        let spelling = String(decoding: value.source, as: UTF8.self)
        guard let setting = AnySetting.all.first(where: { $0.name == name }) else {
            // Reported with the other settings, in the order of their names.
            file.values[name] = ConfigurationFile.Value(text: "", spelling: spelling)
            return
        }
        if let text = setting.form.text(of: value) {
            file.values[name] = ConfigurationFile.Value(text: text, spelling: spelling)
        } else {
            let found =
                switch value.kind {
                case .array: "a list"
                case .object: "an object"
                default: spelling
                }
            fault("\(name) is \(found) and has to be \(setting.form.ruleOfFile).")
        }
    }

    /// If two providers that share a path have one host, a request for it could not tell its provider.
    private mutating func checkSharedHosts() {
        var owners: [String: ProviderName] = [:]
        for type in providers {
            for host in file.hosts[type.name] ?? type.hosts {
                if let other = owners.updateValue(type.name, forKey: host.lowercased()), other != type.name {
                    fault("providers: the host \(host.lowercased()) is both \(other)'s and \(type.name)'s.")
                }
            }
        }
    }

    private mutating func takeProviders(_ value: JSON) {
        for (name, settings) in members(value, "providers") {
            guard let provider = provider(name, "providers") else { continue }
            for (key, value) in members(settings, "providers.\(name)") {
                switch key {
                case "lifetime":
                    guard value.kind == .integer, let seconds = JSONNumber.int64(value.source),
                        (60...315_360_000).contains(seconds)
                    else {
                        fault("providers.\(name).lifetime has to be 60 to 315360000 seconds.")
                        continue
                    }
                    file.lifetimes[provider] = seconds
                case "hosts":
                    let hosts = value.elements.compactMap(\.string)
                    if value.kind != .array || hosts.count != value.elements.reduce(0, { count, _ in count + 1 }) {
                        fault("providers.\(name).hosts has to be a list of host names.")
                    }
                    for host in hosts where !HostName.isValid(host) {
                        fault("providers.\(name).hosts has \"\(host)\", which has to be \(HostName.rule).")
                    }
                    file.hosts[provider] = hosts
                default:
                    fault("providers.\(name).\(key) is not a setting.")
                }
            }
        }
    }

    /// The provider with this name, or a fault that lists all providers.
    mutating func provider(_ name: String, _ location: String) -> ProviderName? {
        if let known = providers.first(where: { $0.name.text == name }) { return known.name }
        fault(
            "\(location): there is no provider \"\(name)\"; there are \(providers.map { $0.name.text }.joined(separator: ", "))."
        )
        return nil
    }

    private mutating func takeCatalogue(_ value: JSON) {
        let kinds = providers.flatMap { $0.catalogueKinds }
        for (name, entries) in members(value, "catalogue") {
            guard let kind = kinds.first(where: { $0.name == name }) else {
                let names = kinds.map(\.name).joined(separator: ", ")
                fault("catalogue: there is no kind \"\(name)\"; there are \(names).")
                continue
            }
            guard entries.kind == .array else {
                fault("catalogue.\(name) has to be a list.")
                continue
            }
            for (index, entry) in entries.elements.enumerated() {
                takeEntry(entry, of: name, "catalogue.\(name)[\(index)]")
            }
            if kind.needsDefault { checkDefault(of: name, entries) }
        }
    }

    /// Requests do not name entries of this kind, so one entry has to be the default.
    private mutating func checkDefault(of kind: String, _ entries: JSON) {
        let marks = entries.elements.map { $0.member("default")?.bool ?? false }
        guard !marks.isEmpty, !marks.contains(true) else { return }
        fault("catalogue.\(kind) has no entry with \"default\": true, and no request names one.")
    }

    private mutating func takeEntry(_ value: JSON, of kind: String, _ location: String) {
        var entry = Catalogue.Entry(reference: "")
        for (name, value) in members(value, location) {
            switch (name, value.kind) {
            case ("id", .string): entry.reference = value.string ?? ""
            case ("alias", .string): entry.alias = value.string
            case ("name", .string): entry.name = value.string
            case ("email", .string): entry.email = value.string
            case ("interval", .string):
                entry.interval = value.string
                if !["day", "week", "month", "year"].contains(entry.interval) {
                    fault("\(location).interval has to be day, week, month or year.")
                }
            case ("currency", .string):
                let code = value.stringBytes ?? []
                entry.currency = Currency(code.span)
                if entry.currency?.isListed != true {
                    let code = String(decoding: code, as: UTF8.self)
                    fault("\(location).currency is \"\(code)\" and has to be a code of ISO 4217, such as EUR.")
                }
            case ("amount", .integer):
                entry.amount = JSONNumber.int64(value.source)
                if !(0...Money.unitsMax).contains(entry.amount ?? -1) {
                    fault("\(location).amount has to be minor units from 0 to \(Money.unitsMax).")
                }
            case ("default", .true): entry.isDefault = true
            case ("default", .false): entry.isDefault = false
            case ("id", _), ("alias", _), ("name", _), ("email", _), ("interval", _), ("currency", _), ("amount", _),
                ("default", _):
                fault("\(location).\(name) is of the wrong type.")
            default: fault("\(location).\(name) is not a setting.")
            }
        }
        if entry.reference.isEmpty { return fault("\(location).id is missing.") }
        if entry.amount != nil, entry.currency == nil { fault("\(location) has an amount and no currency.") }
        if !file.catalogue.add(entry, to: kind) {
            fault("\(location): its id, its alias or its being the default is another entry's already.")
        }
    }
}
