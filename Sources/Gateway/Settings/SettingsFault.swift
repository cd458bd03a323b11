/// One fault of the settings. All faults are reported together.
struct SettingsFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence that names the source and the setting.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// All faults of the settings; at least one.
package struct SettingsFaults: Error, Sendable, CustomStringConvertible {
    let faults: [SettingsFault]

    /// A line for each fault.
    package var description: String { faults.map(\.description).joined(separator: "\n") }
}
