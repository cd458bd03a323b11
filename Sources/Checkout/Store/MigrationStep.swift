/// One step by which a store that an earlier version wrote becomes one of the latest version.
package struct MigrationStep: Sendable, Equatable, CustomStringConvertible {
    /// The version that the step makes.
    package let version: Int64
    /// The version that the last step makes.
    package let latest: Int64

    package init(version: Int64, latest: Int64) {
        self.version = version
        self.latest = latest
    }

    /// A sentence for operators: a large database takes some seconds.
    package var description: String { "Updating the database to version \(version) of \(latest)." }
}
