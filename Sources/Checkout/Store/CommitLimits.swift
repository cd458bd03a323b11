/// How much may wait for a commit, and how much one commit takes.
package struct CommitLimits: Sendable, Equatable {
    /// The number of writes that may wait for their commit. More are refused at once, because a client gives up before
    /// a longer wait ends.
    package var pendingWritesMax = 4_096
    /// While this many bytes wait for their commit, no more writes are accepted: callers may send long bodies, and a
    /// disk that does not respond must not fill the memory.
    package var pendingBytesMax = 128 << 20
    /// The number of bytes in one transaction, unless a single write has more.
    package var batchBytesMax = 32 << 20
    /// The number of writes in one transaction. More would save little per row and keep the first writes waiting.
    package var batchRowsMax = 1_024

    /// The default limits.
    package init() {}
}
