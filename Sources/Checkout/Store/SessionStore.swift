package import Wire

/// Where sessions are kept, as requests use it. An engine is a type that conforms to it.
///
/// Nothing outside an engine may assume that a query is answered at once: SQLite answers on the thread that asks, an engine
/// across a network answers later, from a thread of its own.
package protocol SessionStore: AnyObject, Sendable {
    /// An id and a number for a session that is about to be made, before it is written: its answer shows them, and is kept
    /// with it. Both are greater than all that this store has given before. Any thread may ask.
    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)

    /// Takes a write, which is committed after ``flush()``, together with those beside it. Any thread may write.
    ///
    /// What became of it is delivered with its receipt, once, after the commit. False, and nothing is delivered, where as
    /// much waits as may, or after the store was closed.
    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool

    /// Begins to commit what was enqueued.
    func flush()

    /// Answers a query at once or, where that is not possible, later.
    ///
    /// What goes on with an answer may hold a whole request. So an engine that answers later bounds how many queries wait, and
    /// answers any more at once with ``StoreFailure/full``.
    ///
    /// - Parameter later: gets the answer where this function returns nil: once, and from any thread.
    func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>?

    /// Why nothing is written until the next start, for the log; nil while writes are taken.
    var stopReason: String? { get }
}

extension SessionStore {
    /// Whether writes are taken.
    package var isWritable: Bool { stopReason == nil }
}
