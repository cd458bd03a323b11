/// The limits of a store, each with its unit.
package struct StoreLimits: Sendable, Equatable {
    /// How much may wait for a commit, and how much one commit takes.
    package var commits = CommitLimits()
    /// The number of reads that run at the same time; others wait.
    package var readers = 2

    /// The default limits.
    package init() {}
}
