package import Wire

/// A kind of store, together with the place of one store of that kind, such as the path of a file. It opens that store.
///
/// An engine implements the protocols of this file: this one, ``Store`` with its ``SessionStore``, ``StoreReader`` and
/// ``StoreWriter``. The values that they take and return are beside this file. What each function has to do is tested:
/// an engine joins the suite in `Tests/StoreContractTests` by one line.
package protocol StoreEngine: Sendable {
    /// Whether the store exists; if not, ``serve(limits:random:mayWait:migrating:deliver:)`` creates it.
    var exists: Bool { get }

    /// Opens the store for a gateway, creates it if it does not exist, and migrates it to the latest version.
    ///
    /// - Parameters:
    ///   - limits: how much may wait, and how much is done at the same time.
    ///   - random: 64 unpredictable bits, for ids.
    ///   - mayWait: asked repeatedly while another gateway serves a store that only one may serve, with the fault that
    ///     is thrown if it returns false.
    ///   - migrating: called before each step that updates a store of an earlier version, which may take seconds.
    ///   - deliver: gets the results of the writes of one commit, once for each commit, on a thread of the store, and
    ///     the reason if the store has stopped writing until its next start. It must not block, and must not call
    ///     ``Store/close()``.
    func serve(
        limits: StoreLimits, random: @escaping @Sendable () -> UInt64, mayWait: (StoreOpenFault) -> Bool,
        migrating: @Sendable (MigrationStep) -> Void,
        deliver: @escaping @Sendable (_ outcomes: [WriteOutcome], _ stopReason: String?) -> Void
    ) throws(StoreOpenFault) -> any Store

    /// Opens the store for a command that only reads, also while a gateway serves it. Creates and changes nothing.
    func read() throws(StoreOpenFault) -> any StoreReader

    /// Opens the store for a command that writes, while no gateway serves it, and migrates it to the latest version.
    ///
    /// - Parameters:
    ///   - creates: whether the store is created if it does not exist. Otherwise that is an error.
    ///   - migrating: called before each step that updates a store of an earlier version, which may take seconds.
    func write(creates: Bool, migrating: @Sendable (MigrationStep) -> Void) throws(StoreOpenFault) -> any StoreWriter

    /// The address that the gateway which serves the store has given to ``Store/announce(address:)``; nil if no gateway
    /// serves it, or if that is not known.
    var servedAt: String? { get }
}

/// The store of a gateway, from its start to its end.
package protocol Store: SessionStore {
    associatedtype Reader: StoreReader
    associatedtype Writer: StoreWriter

    /// Reads for which the caller waits.
    var reader: Reader { get }

    /// Writes for which the caller waits: those of the start, and the sweep.
    var writer: Writer { get }

    /// Tells commands on this machine at which URL the gateway listens, until the store is closed.
    func announce(address: String)

    /// Accepts no more writes, commits and delivers those that wait, and lets another gateway serve the store. After
    /// that every read and every write fails.
    func close()
}

/// A store as requests use it. No caller waits.
///
/// Code outside an engine may not assume that a query is answered at once: SQLite answers on the thread that asks; an
/// engine across a network answers later, from a thread of its own.
package protocol SessionStore: AnyObject, Sendable {
    /// An id and a number for a new session, before its write: the answer shows them, and is stored with the session.
    /// Both are greater than all that this store has given before. May be called on any thread.
    func nextID(at now: Timestamp) -> (id: SessionID, number: Int64)

    /// Takes a write, which is committed after ``flush()``, together with other writes. May be called on any thread.
    ///
    /// Writes are committed, and delivered, in the order in which they were enqueued. The result is delivered with the
    /// receipt, once, after the commit. Returns false, and delivers nothing, if the queue is full or the store was
    /// closed.
    func enqueue(_ write: consuming Write, _ receipt: any WriteReceipt) -> Bool

    /// Begins to commit the writes that were enqueued.
    func flush()

    /// Answers a query at once or, if that is not possible, later. A query finds every write that was delivered before
    /// it was asked.
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

/// Reads for which the caller waits: those of the start, and of commands. May be called on any thread.
package protocol StoreReader: AnyObject, Sendable {
    /// The answer to a query.
    func find(_ query: Query) throws(StoreFailure) -> Found

    /// All credentials, oldest first, including revoked ones.
    func credentials() throws(StoreFailure) -> [StoredCredential]

    /// A setting's value; nil if it was never set.
    func setting(_ name: String) throws(StoreFailure) -> [UInt8]?

    /// How many sessions there are. A store with many may estimate the number, because a start waits for it.
    func sessionCount() throws(StoreFailure) -> (count: Int64, isExact: Bool)

    /// Waits until the current reads have ended. After that every read fails.
    func close()
}

/// Writes for which the caller waits: when a function returns, its changes are durable. May be called on any thread.
package protocol StoreWriter: AnyObject, Sendable {
    /// Commits writes together: a result for each, in their order, or one failure if none of them is in the store.
    func write(_ writes: [Write]) -> Result<[Result<Written, StoreFailure>], StoreFailure>

    /// The account with this name, created if there is none. Names are compared byte by byte.
    func account(named name: String) throws(StoreFailure) -> Account

    /// Keeps a credential. Returns nil and keeps nothing if the provider has one with this secret already, revoked or
    /// not.
    func add(_ credential: NewCredential) throws(StoreFailure) -> StoredCredential?

    /// Revokes a credential. False if it is not known or was revoked before.
    func revokeCredential(_ id: Int64, at now: Timestamp) throws(StoreFailure) -> Bool

    /// The value of a setting, which gets the default if it has none yet.
    func setting(_ name: String, default value: [UInt8]) throws(StoreFailure) -> [UInt8]

    /// Replaces the value of a setting.
    func set(_ name: String, to value: [UInt8]) throws(StoreFailure)

    /// One step of the sweep: records sessions whose time has run out, and removes claims that hold no more. Other
    /// writes can be committed after it.
    ///
    /// - Parameters:
    ///   - now: sessions that have expired by this time are recorded.
    ///   - lagMicroseconds: the step may record a session that expires sooner after its creation with this delay.
    ///   - rowsMax: the number of rows of each kind that the step reads.
    func sweep(at now: Timestamp, lagMicroseconds: Int64, rowsMax: Int) throws(StoreFailure) -> Swept

    /// Does what the engine has to do from time to time, for example looks whether its files are still in their place.
    func maintain()

    /// Why the store writes nothing until the next start; nil while it takes writes.
    var stopReason: String? { get }

    /// Ends the writing, and lets a gateway serve the store.
    func close()
}

extension SessionStore {
    /// Whether the store takes writes.
    package var isWritable: Bool { stopReason == nil }
}

extension StoreReader {
    /// A setting that is a whole number; 0 if it was never set.
    package func integerSetting(_ name: String) throws(StoreFailure) -> Int64 {
        try setting(name).flatMap { JSONNumber.int64($0[...]) } ?? 0
    }
}
