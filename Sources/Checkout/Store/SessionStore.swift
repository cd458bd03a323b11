package import Wire

/// A store of sessions, as requests use it. Each engine is a type that conforms to it.
///
/// Code outside an engine may not assume that a query is answered at once: SQLite answers on the thread that asks; an
/// engine across a network answers later, from a thread of its own.
package protocol SessionStore: AnyObject, Sendable {
    /// An id and a number for a new session, before its write: the answer shows them, and is stored with the session.
    /// Both are greater than all that this store has given before. May be called on any thread.
    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)

    /// Takes a write, which is committed after ``flush()``, together with other writes. May be called on any thread.
    ///
    /// The result is delivered with the receipt, once, after the commit. Returns false, and delivers nothing, if the
    /// queue is full or the store was closed.
    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool

    /// Begins to commit the writes that were enqueued.
    func flush()

    /// Answers a query at once or, if that is not possible, later.
    ///
    /// A closure that waits for an answer may hold a whole request. So an engine that answers later bounds how many
    /// queries wait, and answers further ones at once with ``StoreFailure/full``.
    ///
    /// - Parameter later: gets the answer if this function returns nil: once, and on any thread.
    func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>?

    /// Why the store writes nothing until the next start, for the log; nil while it takes writes.
    var stopReason: String? { get }
}

extension SessionStore {
    /// Whether the store takes writes.
    package var isWritable: Bool { stopReason == nil }
}
