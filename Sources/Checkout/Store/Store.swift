package import Wire

/// Opens one store of one kind. It knows where the store is, for example the path of a file.
///
/// An engine implements the protocols of this file: this one, ``Store`` with its ``SessionStore``, ``StoreReader`` and
/// ``StoreWriter``. The values that they take and return are beside this file. `Tests/StoreContractTests` tests what
/// each function has to do; one line there adds an engine.
package protocol StoreEngine: Sendable {
    /// Whether the store exists; if not, ``serve(limits:random:outbox:mayWait:migrating:deliver:)`` creates it.
    var exists: Bool { get }

    /// Opens the store for a gateway, creates it if it does not exist, and migrates it to the latest version.
    ///
    /// - Parameters:
    ///   - limits: how much may wait, and how much runs at the same time.
    ///   - random: 64 unpredictable bits, for ids.
    ///   - outbox: makes the deliveries of each event that is written; nil if no endpoint gets any.
    ///   - mayWait: called repeatedly while another gateway serves the store, if the engine allows only one. The engine
    ///     goes on waiting if it returns true, and throws the given fault if it returns false.
    ///   - migrating: called before each step that updates a store of an earlier version, which may take seconds.
    ///   - deliver: called after each commit, on a thread of the store, with the results of its writes. The reason is
    ///     given if the store has stopped writing until its next start. The function must not block, and must not call
    ///     ``Store/close()``.
    func serve(
        limits: StoreLimits, random: @escaping @Sendable () -> UInt64, outbox: (any EventOutbox)?,
        mayWait: (StoreOpenFault) -> Bool, migrating: @Sendable (MigrationStep) -> Void,
        deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(StoreOpenFault) -> any Store

    /// Opens the store for a command that only reads, also while a gateway serves it. Creates and changes nothing.
    func read() throws(StoreOpenFault) -> any StoreReader

    /// Opens the store for a command that writes, while no gateway serves it, and migrates it to the latest version.
    ///
    /// - Parameters:
    ///   - creates: whether to create the store if it does not exist. If false, a missing store is an error.
    ///   - outbox: makes the deliveries of each event that is written; nil if no endpoint gets any.
    ///   - migrating: called before each step that updates a store of an earlier version, which may take seconds.
    func write(
        creates: Bool, outbox: (any EventOutbox)?, migrating: @Sendable (MigrationStep) -> Void
    ) throws(StoreOpenFault) -> any StoreWriter

    /// The address that the serving gateway gave to ``Store/announce(address:)``; nil if no gateway serves the store,
    /// or if the address is not known.
    var servedAt: String? { get }
}

/// The store of a gateway, from the gateway's start to its stop.
package protocol Store: SessionStore {
    associatedtype Reader: StoreReader
    associatedtype Writer: StoreWriter

    /// Reads for which the caller waits.
    var reader: Reader { get }

    /// Writes for which the caller waits: those of the gateway's start, and the sweep.
    var writer: Writer { get }

    /// Tells commands on this machine at which URL the gateway listens, until the store is closed.
    func announce(address: String)

    /// Accepts no more writes, commits and delivers the waiting writes, and lets another gateway serve the store. After
    /// that every read and every write fails.
    func close()
}

/// The part of a store that requests use. Its functions never make a caller wait for a result.
///
/// Code outside an engine may not assume that a query is answered at once: SQLite answers on the thread that asks; an
/// engine across a network answers later, from a thread of its own.
package protocol SessionStore: AnyObject, Sendable {
    /// An id and a number for a new session. The caller needs them before the write, because the answer shows them and
    /// is stored with the session. Both are greater than all ids and numbers that this store gave before. Nil if the
    /// store has none to give, such as an engine of several nodes that cannot reserve numbers. May be called on any
    /// thread.
    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)?

    /// Adds a write to the queue. The store commits it after ``flush()``, together with other writes. May be called on
    /// any thread.
    ///
    /// Writes are committed, and delivered, in the order in which they were enqueued. The result is delivered with the
    /// receipt, once, after the commit. Returns false, and delivers nothing, if the queue is full or the store was
    /// closed.
    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool

    /// Starts to commit the writes in the queue.
    func flush()

    /// Answers a query at once or, if that is not possible, later. A query sees every write whose result was delivered
    /// before the query.
    ///
    /// A closure that waits for an answer may hold a whole request. So an engine that answers later limits the number
    /// of waiting queries, and answers further queries at once with ``StoreFailure/full``.
    ///
    /// - Parameter later: called with the answer if this function returns nil, once and on any thread.
    func find(
        _ query: Query, later: @escaping @Sendable (Result<Found, StoreFailure>) -> Void
    ) -> Result<Found, StoreFailure>?

    /// Why the store accepts no writes until the next start, for the log; nil while it accepts writes.
    var stopReason: String? { get }
}

/// Reads for which the caller waits: those of the start, and of commands. May be called on any thread.
package protocol StoreReader: AnyObject, Sendable {
    /// The answer to a query.
    func find(_ query: Query) throws(StoreFailure) -> Found

    /// All credentials, oldest first, including revoked ones.
    func credentials() throws(StoreFailure) -> [StoredCredential]

    /// A setting's value; nil if it was never set.
    func setting(_ name: String) throws(StoreFailure) -> [UInt8]?

    /// The number of sessions. A store with many sessions may estimate it, because the start of a gateway waits for it.
    func sessionCount() throws(StoreFailure) -> (count: Int64, isExact: Bool)

    /// Waits until the current reads have ended. After that every read fails.
    func close()
}

/// Writes for which the caller waits: when a function returns, its changes are durable. May be called on any thread.
package protocol StoreWriter: AnyObject, Sendable {
    /// Commits writes together. Returns a result for each write, in their order, or one failure if the store committed
    /// none of them.
    func write(_ writes: [Write]) -> Result<[Result<Written, StoreFailure>], StoreFailure>

    /// The account with this name. Creates the account if it does not exist. Names are compared byte by byte.
    func account(named name: String) throws(StoreFailure) -> Account

    /// Stores a credential. Returns nil and stores nothing if the provider already has a credential with this secret,
    /// valid or revoked.
    func add(_ credential: NewCredential) throws(StoreFailure) -> StoredCredential?

    /// Revokes a credential. Returns false if the credential is unknown or was revoked before.
    func revokeCredential(_ id: Int64, at now: Timestamp) throws(StoreFailure) -> Bool

    /// The value of a setting. A setting that was never set gets the default first.
    func setting(_ name: String, default value: [UInt8]) throws(StoreFailure) -> [UInt8]

    /// Replaces the value of a setting.
    func set(_ name: String, to value: [UInt8]) throws(StoreFailure)

    /// One step of the sweep: records expired sessions, and removes old claims and old deliveries. Other writes can be
    /// committed between two steps.
    ///
    /// - Parameters:
    ///   - now: the step records sessions that have expired by this moment.
    ///   - lagMicroseconds: the step may record a session with a shorter lifetime than this late, by up to this time.
    ///   - rowsMax: the most rows of each kind that the step reads.
    func sweep(at now: Timestamp, lagMicroseconds: Int64, rowsMax: Int) throws(StoreFailure) -> Swept

    /// Does the engine's regular work, for example checks that its files still have their paths.
    func maintain()

    /// Why the store accepts no writes until the next start; nil while it accepts writes.
    var stopReason: String? { get }

    /// Accepts no more writes, and lets a gateway serve the store.
    func close()
}

extension SessionStore {
    /// Whether the store accepts writes.
    package var isWritable: Bool { stopReason == nil }
}

extension StoreReader {
    /// A setting that is a whole number; 0 if it was never set.
    package func integerSetting(_ name: String) throws(StoreFailure) -> Int64 {
        try setting(name).flatMap { JSONNumber.int64($0[...]) } ?? 0
    }
}
