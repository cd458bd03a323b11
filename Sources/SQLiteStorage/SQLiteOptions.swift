package import Checkout

/// The limits of a store, and the sizes that only SQLite has.
package struct SQLiteOptions: Sendable, Equatable {
    /// The limits that every engine has. Each read has a connection with its own cache.
    package var limits: StoreLimits
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

    /// Options with these limits and the default sizes.
    package init(_ limits: StoreLimits = StoreLimits()) {
        self.limits = limits
    }
}
