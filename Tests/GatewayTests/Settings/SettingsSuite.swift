import Checkout
import Providers

@testable import Gateway

/// A suite that reads settings as `serve` does.
protocol SettingsSuite {}

extension SettingsSuite {
    /// All providers, because settings may name each of them.
    var providers: [any Provider.Type] { Registry.types }

    /// The settings from flags, from variables of the environment and from a file with this text.
    func read(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) throws(SettingsFaults) -> Settings {
        let file = file.map(TemporaryFile.init)
        defer { withExtendedLifetime(file) {} }
        return try SettingsReader.read(
            flags: flags, environment: environment, path: file?.path, providers: providers)
    }

    /// The faults that ``read(flags:environment:file:)`` throws, as text; none if it throws nothing.
    func faults(
        flags: [String: String] = [:], environment: [String: String] = [:], file: String? = nil
    ) -> [String] {
        do throws(SettingsFaults) {
            _ = try read(flags: flags, environment: environment, file: file)
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }
}
