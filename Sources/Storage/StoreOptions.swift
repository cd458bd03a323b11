/// The limits of a store, each with its unit.
package struct StoreOptions: Sendable, Equatable {
    /// The number of writes that may wait for their commit. More are refused at once, because a client gives up before
    /// a longer wait ends.
    package var pendingWritesMax = 4_096
    /// The number of bytes waiting for their commit at which no more writes are accepted: bodies may be as long as
    /// callers may send them, and a disk that does not respond must not fill the memory.
    package var pendingBytesMax = 128 << 20
    /// The number of bytes in one transaction, unless a single write has more.
    package var batchBytesMax = 32 << 20
    /// The number of writes in one transaction. More would save little per row and keep the first writes waiting.
    package var batchRowsMax = 1_024
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

    package init() {}
}
