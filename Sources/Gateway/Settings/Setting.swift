import Wire

/// One setting, declared once: its name, its default, its purpose, and what its texts mean. It is the key of its value:
/// `settings[.port]` is an `Int`.
package struct Setting<Value: Sendable>: Sendable {
    /// The default outside a sandbox.
    package let defaultValue: Value
    /// The setting without the type of its value.
    let erased: AnySetting
}

/// A setting without the type of its value, for code that treats all settings alike: the help text, the table of the
/// page Settings, and the readers of flags, environment and file.
package struct AnySetting: Sendable {
    /// The name in the file: `idle_timeout`.
    package let name: String
    /// The default, as an operator would write it.
    package let defaultText: String
    /// The default in a sandbox, if it differs.
    package let sandboxDefault: String?
    /// The purpose and the reason for the bounds, for the help text.
    package let sentence: String
    let form: SettingForm
    /// The value of a text that has the setting's form, with the text as it is shown. Throws what is wrong with the text.
    let value: @Sendable (_ text: String) throws(SettingMisfit) -> (value: any Sendable, text: String)

    /// The setting of a key.
    package init<Value>(_ setting: Setting<Value>) {
        self = setting.erased
    }

    fileprivate init(
        _ name: String, _ form: SettingForm, _ defaultText: String, _ sandboxDefault: String?, _ sentence: String,
        value: @escaping @Sendable (String) throws(SettingMisfit) -> (value: any Sendable, text: String)
    ) {
        self.name = name
        self.defaultText = defaultText
        self.sandboxDefault = sandboxDefault
        self.sentence = sentence
        self.form = form
        self.value = value
    }

    /// The name on the command line: `--idle-timeout`.
    package var flag: String { "--" + name.replacing("_", with: "-") }

    /// The name in the environment: `CHECKOUT_IDLE_TIMEOUT`.
    package var variable: String { "CHECKOUT_" + name.uppercased() }

    /// The allowed texts, for the help.
    package var range: String { form.rule }
}

/// Why a text that has a setting's form is not a value of the setting.
struct SettingMisfit: Error {
    /// Each is the rest of a sentence that begins with the setting's name.
    let findings: [String]

    init(_ findings: [String]) {
        self.findings = findings
    }

    /// - Parameters:
    ///   - text: the whole text.
    ///   - rule: what it has to be.
    init(_ text: String, hasToBe rule: String) {
        self.init(["is \"\(text)\" and has to be \(rule)."])
    }
}

extension Setting<String> {
    /// - Parameter normalized: the text's only spelling. Throws a ``SettingMisfit`` for a text that is not allowed.
    init(
        text name: String, _ defaultValue: String, _ sentence: String,
        normalized: @escaping @Sendable (String) throws(SettingMisfit) -> String
    ) {
        self.defaultValue = defaultValue
        erased = AnySetting(name, .text, defaultValue, nil, sentence) { (text) throws(SettingMisfit) in
            let text = try normalized(text)
            return (text, text)
        }
    }
}

extension Setting<String?> {
    /// A text that may be empty, which means that it is not set.
    ///
    /// - Parameter check: throws a ``SettingMisfit`` for a text that is not allowed.
    init(
        optionalText name: String, _ sentence: String,
        check: @escaping @Sendable (String) throws(SettingMisfit) -> Void
    ) {
        defaultValue = nil
        erased = AnySetting(name, .text, "", nil, sentence) { (text) throws(SettingMisfit) in
            guard !text.isEmpty else { return (String?.none, text) }
            try check(text)
            return (String?.some(text), text)
        }
    }
}

extension Setting<Bool> {
    init(toggle name: String, _ defaultValue: Bool, _ sentence: String) {
        self.defaultValue = defaultValue
        erased = AnySetting(name, .toggle, defaultValue ? "on" : "off", nil, sentence) { (text) throws(SettingMisfit) in
            guard let value = SettingForm.toggle(text) else {
                throw SettingMisfit(text, hasToBe: SettingForm.toggle.rule)
            }
            return (value, value ? "on" : "off")
        }
    }
}

extension Setting<Int> {
    init(
        count name: String, _ range: ClosedRange<Int>, _ unit: String, _ defaultValue: Int,
        inSandbox sandboxDefault: Int? = nil, _ sentence: String
    ) {
        self.defaultValue = defaultValue
        let form = SettingForm.count(range, unit: unit)
        erased = AnySetting(name, form, "\(defaultValue)", sandboxDefault.map { "\($0)" }, sentence) {
            (text) throws(SettingMisfit) in
            guard let count = ASCII.natural(text.utf8.span) else { throw SettingMisfit(text, hasToBe: form.rule) }
            return (count, text)
        }
    }
}

extension Setting<Duration> {
    /// - Parameters:
    ///   - range: in seconds.
    ///   - defaultSeconds: the default.
    init(seconds name: String, _ range: ClosedRange<Int>, _ defaultSeconds: Int, _ sentence: String) {
        self.defaultValue = .seconds(defaultSeconds)
        let form = SettingForm.seconds(range)
        erased = AnySetting(name, form, "\(defaultSeconds)", nil, sentence) { (text) throws(SettingMisfit) in
            guard let duration = SettingForm.duration(text) else { throw SettingMisfit(text, hasToBe: form.rule) }
            return (duration, text)
        }
    }
}

extension Setting {
    /// A list that is empty by default.
    ///
    /// - Parameters:
    ///   - defaultValue: the value of the empty list.
    ///   - value: the value of the entries. Throws a ``SettingMisfit`` for entries that are not allowed.
    init(
        list name: String, _ defaultValue: Value, inSandbox sandboxDefault: String? = nil, _ sentence: String,
        value: @escaping @Sendable ([ArraySlice<UInt8>]) throws(SettingMisfit) -> Value
    ) {
        self.defaultValue = defaultValue
        erased = AnySetting(name, .list, "", sandboxDefault, sentence) { (text) throws(SettingMisfit) in
            (try value(SettingForm.entries(text)), text)
        }
    }
}
