package import Checkout
import Synchronization
package import Wire

/// Reads from the database, on connections that cannot write. Any thread may read; no read waits for a commit.
///
/// A read is over when its function returns: no connection keeps an old state of the file in use, which would prevent
/// the log from being restarted.
package final class SQLiteReader: StoreReader {
    /// The most rows that one call looks at to find the sessions of a filter. That takes about 3 ms.
    package static let examinedRowsMax = 2_000

    /// The most sessions that are counted one by one.
    static let countedMax: Int64 = 10_000

    private let slots: [ReaderSlot]
    private let nextSlot = Atomic<Int>(0)
    /// Nil in the process that serves the file.
    private let lock: ReadingLock?

    /// Opens a file only for reading, also while a gateway serves it, and where this process may not write. Makes no
    /// file.
    package convenience init(path: String, options: SQLiteOptions = SQLiteOptions()) throws(DatabaseFault) {
        try DatabaseFile.refuseOrphanLog(of: path)
        guard try DatabaseFile.exists(path) else { throw .missing(path: path) }
        guard DatabaseFile.isFilled(path) else { throw .empty(path: path) }
        let path = DatabaseFile.resolved(path)
        let lock = ReadingLock(for: path)
        let header = try Self.header(path, options, lock.access)
        if let fault = Migrations.fault(in: header, path: path) { throw fault }
        guard header.version > 0 else { throw .empty(path: path) }
        guard header.version == Migrations.latest else { throw .olderVersion(path: path, version: header.version) }
        let access = lock.access
        try self.init(existing: path, options, access, consume lock)
    }

    /// Throws if a file is not a database, or not one of this program. Makes no file. Other faults of the file are
    /// reported when it is opened.
    static func refuseForeign(_ path: String, _ options: SQLiteOptions) throws(DatabaseFault) {
        let lock = ReadingLock(for: path)
        do throws(DatabaseFault) {
            if let fault = Migrations.fault(in: try header(path, options, lock.access), path: path) { throw fault }
        } catch {
            switch error {
            case .notADatabase, .foreignApplication, .newerVersion: throw error
            default: break
            }
        }
    }

    private static func header(
        _ path: String, _ options: SQLiteOptions, _ access: SQLiteConnection.Access
    ) throws(DatabaseFault) -> Migrations.Header {
        try DatabaseFault.wrapping(path) { () throws(SQLiteError) in
            let connection = try SQLiteConnection(path: path, role: .reader, access: access)
            try connection.configure(.reader, options)
            return try Migrations.header(of: connection)
        }
    }

    /// Opens a file that is known to have this version.
    ///
    /// - Parameter lock: keeps gateways from the file meanwhile; nil in the gateway that serves it.
    init(
        existing path: String, _ options: SQLiteOptions, _ access: SQLiteConnection.Access = .shared,
        _ lock: consuming ReadingLock? = nil
    ) throws(DatabaseFault) {
        self.lock = lock
        do throws(SQLiteError) {
            var slots: [ReaderSlot] = []
            for _ in 0..<max(1, options.limits.readers) { slots.append(try ReaderSlot(path: path, options, access)) }
            self.slots = slots
        } catch {
            throw DatabaseFault(error, path: path)
        }
    }

    /// Waits for the reads in progress, and closes. Later reads fail.
    package func close() {
        for slot in slots { slot.close() }
    }

    /// The session with this ``SessionID/key``.
    package func session(key: Int64) throws(StoreFailure) -> CheckoutSession? {
        try read { (statements) throws(SQLiteError) in try statements.sessions.byKey.first(key) }
    }

    /// The session with this number.
    package func session(number: Int64) throws(StoreFailure) -> CheckoutSession? {
        try read { (statements) throws(SQLiteError) in
            guard let key = try statements.key(ofNumber: number) else { return nil }
            return try statements.sessions.byKey.first(key)
        }
    }

    /// The sessions that pass a filter, newest first.
    ///
    /// It returns at most `limit` sessions, found among at most ``examinedRowsMax`` rows, so that no call takes long in
    /// a large store: a page may be short or empty and still not be the last. A session contains the whole body of its
    /// call, up to a mebibyte, so its entry is made when it is read, and the session is released before the next one is
    /// read.
    ///
    /// - Parameters:
    ///   - now: decides which sessions have expired.
    ///   - position: only sessions after it, which are older.
    ///   - entry: makes the entry of a session; nil if the session does not belong to the page. It must not read from
    ///     the store.
    package func sessions<Entry: Sendable>(
        _ filter: SessionFilter, at now: Timestamp, after position: ListPosition? = nil, limit: Int,
        examinedRowsMax: Int = examinedRowsMax, _ entry: @Sendable (CheckoutSession) -> Entry?
    ) throws(StoreFailure) -> SessionPage<Entry> {
        try read { (statements) throws(SQLiteError) in
            var entries: [Entry] = []
            var examined = 0
            var last: (key: Int64, number: Int64)?
            var hasMore = false
            try statements.walk(filter, beforeKey: position?.key ?? .max) { (row) throws(SQLiteError) in
                // Finding one more session than the limit shows that sessions follow.
                guard entries.count < limit, examined < examinedRowsMax else {
                    hasMore = true
                    return false
                }
                examined += 1
                // Keys are never before the clock that made them, so all further sessions are older.
                if let from = filter.createdFrom, row.madeAtMostMilliseconds < from.microseconds / 1_000 {
                    return false
                }
                last = (row.key, row.number)
                if row.matches(filter, at: now), let entry = entry(try row.session()) { entries.append(entry) }
                return true
            }
            guard hasMore else { return SessionPage(entries: entries, next: nil) }
            return SessionPage(
                entries: entries, next: last.flatMap { ListPosition(key: $0.key) },
                searchedTo: entries.count < limit ? last?.number : nil)
        }
    }

    /// The greatest key and the greatest number in use; 0 and 0 if there is no session.
    package func greatestKeyAndNumber() throws(StoreFailure) -> (key: Int64, number: Int64) {
        try read { (statements) throws(SQLiteError) in
            try statements.sessions.greatest.first(()) ?? (0, 0)
        }
    }

    /// Counts at most 10,000 sessions, because counting a million rows would delay a start. If there are more, returns
    /// the greatest number of a session, which is a little larger than the count if writes were refused.
    package func sessionCount() throws(StoreFailure) -> (count: Int64, isExact: Bool) {
        try read { (statements) throws(SQLiteError) in
            let count = try statements.sessions.count.first(Self.countedMax) ?? 0
            if count < Self.countedMax { return (count, true) }
            return (try statements.sessions.greatest.first(())?.number ?? count, false)
        }
    }

    /// All accounts, oldest first.
    package func accounts() throws(StoreFailure) -> [Account] {
        try read { (statements) throws(SQLiteError) in
            try statements.records.accounts.all(())
        }
    }

    /// All credentials, oldest first, revoked ones included.
    package func credentials() throws(StoreFailure) -> [StoredCredential] {
        try read { (statements) throws(SQLiteError) in
            try statements.records.credentials.all(())
        }
    }

    /// A setting's value; nil if it was never set.
    package func setting(_ name: String) throws(StoreFailure) -> [UInt8]? {
        try read { (statements) throws(SQLiteError) in try statements.settings.byName.first(name) }
    }

    func read<Result: Sendable>(
        _ body: @Sendable (SQLiteStatements) throws(SQLiteError) -> Result
    ) throws(StoreFailure) -> Result {
        do throws(SQLiteError) {
            for slot in slots {
                if let result = try slot.readIfFree(body) { return result }
            }
            // All connections are in use. Callers wait for them in turn, so that they wait equally for each.
            let number = nextSlot.wrappingAdd(1, ordering: .relaxed).oldValue
            return try slots[Int(number.magnitude % UInt(slots.count))].read(body)
        } catch {
            throw StoreFailure(reading: error)
        }
    }
}
