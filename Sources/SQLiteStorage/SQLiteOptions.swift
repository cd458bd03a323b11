package import Storage

/// The limits of a store on SQLite, each with its unit.
package struct SQLiteOptions: Sendable, Equatable {
    /// How much may wait for a commit, and how much one commit takes.
    package var commits = CommitLimits()
    /// Connections for reading, each with its own cache. This many reads run at the same time; others wait.
    package var readers = 2
    /// How long to wait for another program that has locked the file.
    package var busyTimeoutMilliseconds: Int32 = 2_000
    /// The size of the writer's page cache. The writer appends to its tables and indexes, so it needs few pages; the
    /// kernel caches the rest.
    package var writerCacheKibibytes = 1_024
    /// The size of each reader's page cache.
    package var readerCacheKibibytes = 512
    /// The number of pages in the log at which it is copied into the database file. A greater number would not copy
    /// less in total, and would make writes wait longer at a time.
    package var checkpointPages = 1_000
    /// The log's file is cut to this size when it is restarted.
    package var logBytesMax = 64 << 20

    /// Options for a gateway whose settings name none.
    package init() {}
}
