/// One step of the migration of a store from an earlier version to the latest.
package struct MigrationStep: Sendable, Equatable, CustomStringConvertible {
    /// The version after this step.
    package let version: Int64
    /// The version after the last step.
    package let latest: Int64

    package init(version: Int64, latest: Int64) {
        self.version = version
        self.latest = latest
    }

    /// A sentence for operators, because a step takes some seconds with a large database.
    package var description: String { "Updating the database to version \(version) of \(latest)." }
}
