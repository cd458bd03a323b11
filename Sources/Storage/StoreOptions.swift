/// The bounds of a store, each with its unit.
package struct StoreOptions: Sendable, Equatable {
    /// Writes that may wait for their commit. More are refused at once, because who waits longer than a client does is
    /// answered for nothing.
    package var pendingWritesMax = 4_096
    /// Octets of what waits for its commit, from which on no more is taken: bodies may be of any length that a caller may
    /// send, and a disk that stands still must not fill the memory.
    package var pendingBytesMax = 128 << 20
    /// Octets in one transaction, unless a single write has more.
    package var batchBytesMax = 32 << 20
    /// Writes in one transaction. More would gain little per row and keep the first ones waiting.
    package var batchRowsMax = 1_024
    /// Connections for reading, each with a cache of its own. As many reads run at the same time; one more waits.
    package var readers = 2
    /// How long to wait for another program that has locked the file.
    package var busyTimeoutMilliseconds: Int32 = 2_000
    /// Pages of the database that the writer keeps in memory. It writes at the ends of its tables and indexes, so it needs
    /// few; the kernel keeps the rest.
    package var writerCacheKibibytes = 1_024
    /// Pages of the database that each reader keeps in memory.
    package var readerCacheKibibytes = 512
    /// Pages in the log from which on it is copied into the database file. More would copy no less in all, and keep
    /// those who write meanwhile waiting longer at a time.
    package var checkpointPages = 1_000
    /// The log's file is cut to this size when it is started anew.
    package var logBytesMax = 64 << 20

    package init() {}
}
