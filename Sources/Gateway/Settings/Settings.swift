import Server

/// All settings, read and checked.
package struct Settings: Sendable {
    /// The text and the value of a setting, with their source.
    package struct Given: Sendable {
        /// The value, as an operator would write it.
        package let text: String
        /// The file, `environment`, `command line` or `default`.
        package let source: String
        let value: any Sendable
    }

    /// By the name of the setting, for every setting.
    private let given: [String: Given]
    /// The parts of the file besides single values.
    package let file: ConfigurationFile

    /// - Parameter given: of every setting, by its name.
    init(_ given: [String: Given], _ file: ConfigurationFile) {
        self.given = given
        self.file = file
    }

    /// The value of a setting.
    package subscript<Value>(_ setting: Setting<Value>) -> Value {
        guard let value = self[setting.erased].value as? Value else {
            preconditionFailure("The value of a setting is of the type that its declaration gives it.")
        }
        return value
    }

    /// The text of a setting, and its source.
    package subscript(_ setting: AnySetting) -> Given {
        guard let given = given[setting.name] else { preconditionFailure("AnySetting.all has every setting.") }
        return given
    }

    /// The value of a setting if the command line gives it; nil if another source does.
    package func flag<Value>(_ setting: Setting<Value>) -> Value? {
        self[setting.erased].source == Self.commandLine ? self[setting] : nil
    }

    /// The default of a setting outside a sandbox.
    package static func defaultValue<Value>(of setting: Setting<Value>) -> Value { setting.defaultValue }

    /// The source of values from flags.
    static let commandLine = "command line"

    /// Without a configuration file the gateway is a sandbox, with any flags and variables.
    package var isSandbox: Bool { file.path == nil }

    /// Whether only this machine can connect to the host.
    var isLoopback: Bool {
        LocalHost.isLoopback(self[.host])
    }
}

extension Settings {
    /// The variable of the environment with the credential for commands that ask a running gateway. It is no setting.
    package static let adminKeyVariable = "CHECKOUT_ADMIN_KEY"
}
