import Checkout

/// The schema as numbered steps. A released step is never changed: a new step follows it.
enum Migrations {
    /// "CKGW" as an integer in the file's header, which identifies the program that the file belongs to.
    static let applicationID: Int64 = 0x434B_4757

    /// Step n turns version n - 1 into version n. The file's version is in `PRAGMA user_version`.
    static let steps: [String] = [version1, version2, version3, version4, version5, version6]

    /// The version that this program reads and writes.
    static var latest: Int64 { Int64(steps.count) }

    /// The header's facts about a file.
    struct Header: Equatable {
        var application: Int64
        var version: Int64
        /// Whether the file has no table and no index.
        var isEmpty: Bool
    }

    static func header(of connection: SQLiteConnection) throws(SQLiteError) -> Header {
        Header(
            application: try connection.integer("PRAGMA application_id"),
            version: try connection.integer("PRAGMA user_version"),
            isEmpty: try connection.integer("SELECT count(*) FROM sqlite_schema") == 0)
    }

    /// Why a file cannot be used, according to its header; nil if it can, at once or after ``apply(to:from:)``.
    static func fault(in header: Header, path: String) -> DatabaseFault? {
        if header == Header(application: 0, version: 0, isEmpty: true) { return nil }
        guard header.application == applicationID else { return .foreignApplication(path: path) }
        guard header.version <= latest else {
            return .newerVersion(path: path, version: header.version, latest: latest)
        }
        return nil
    }

    /// Prepares a file for writing: checks that it belongs to this program, and brings it to the latest version.
    ///
    /// - Parameters:
    ///   - creates: whether to create the tables in a file that has none.
    ///   - migrating: called before each step that changes a database of an earlier version.
    static func open(
        _ connection: SQLiteConnection, path: String, creates: Bool, _ options: SQLiteOptions,
        migrating: @Sendable (MigrationStep) -> Void
    ) throws(DatabaseFault) {
        let header = try DatabaseFault.wrapping(path) { () throws(SQLiteError) -> Header in
            try Self.header(of: connection)
        }
        if let fault = fault(in: header, path: path) { throw fault }
        if header.version == 0, !creates { throw .empty(path: path) }
        if connection.isReadOnly { throw .readOnly(path: path) }
        try DatabaseFault.wrapping(path) { () throws(SQLiteError) in
            try connection.configureLog(sizeBytesMax: options.logBytesMax)
            // It is better to find out at the start than at the first request whether another program may write.
            do { _ = try Transaction(on: connection) }
            // If the last run ended because a sync failed, its log may be only in the kernel's memory. The checkpoint
            // copies the log into the database file, and syncs that, before anything new depends on it.
            try connection.checkpoint(.passive)
            try apply(to: connection, from: header.version) { if !header.isEmpty { migrating($0) } }
        }
    }

    /// Brings a file to the latest version. Each step has its own transaction.
    ///
    /// - Parameter migrating: called before each step.
    static func apply(
        _ steps: [String] = steps, to connection: SQLiteConnection, from version: Int64,
        before migrating: @Sendable (MigrationStep) -> Void = { _ in }
    ) throws(SQLiteError) {
        for (index, step) in steps.enumerated() where Int64(index) >= version {
            migrating(MigrationStep(version: Int64(index) + 1, latest: Int64(steps.count)))
            let transaction = try Transaction(on: connection)
            try connection.execute(step)
            // Both values are in the file's header, which belongs to the transaction like any other page.
            try connection.execute("PRAGMA user_version = \(index + 1)")
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try transaction.commit()
        }
    }

    /// Columns that lists read come first: SQLite reads a row up to the last column that a query needs. Columns that a
    /// request can make long come last.
    ///
    /// `key` is ``SessionID/key`` and the rowid, so a row goes to the end of the table and is found without an index.
    /// No random value is indexed. Numbers grow with keys, so they need no index either (`NumberSearch`): an index
    /// would cost a seventh of an insert, for a question that people ask and clients do not.
    private static let version1 = """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE credentials (
            id INTEGER PRIMARY KEY,
            provider TEXT NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts (id),
            is_live INTEGER NOT NULL,
            access INTEGER NOT NULL,
            identifier TEXT,
            secret_digest BLOB NOT NULL,
            label TEXT,
            is_sandbox INTEGER NOT NULL,
            created INTEGER NOT NULL,
            revoked INTEGER,
            UNIQUE (provider, secret_digest)
        ) STRICT;

        CREATE TABLE settings (
            name TEXT PRIMARY KEY NOT NULL,
            value BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sessions (
            key INTEGER PRIMARY KEY,
            tail INTEGER NOT NULL,
            number INTEGER NOT NULL,
            account INTEGER NOT NULL,
            provider TEXT NOT NULL,
            is_live INTEGER NOT NULL,
            mode INTEGER NOT NULL,
            status INTEGER NOT NULL,
            created INTEGER NOT NULL,
            updated INTEGER NOT NULL,
            expires INTEGER,
            completed INTEGER,
            cancelled INTEGER,
            amount INTEGER,
            currency TEXT,
            item_kind TEXT,
            item_reference TEXT,
            item_quantity INTEGER,
            customer_reference TEXT,
            customer_email TEXT,
            customer_phone TEXT,
            success_url TEXT,
            cancel_url TEXT,
            client_id TEXT,
            state_digest BLOB,
            metadata BLOB,
            fields BLOB NOT NULL
        ) STRICT;

        CREATE INDEX sessions_account ON sessions (account, provider);
        """

    /// Events are stored beside the other events of their session, and sessions in the order of time, so that most
    /// writes go to the end of the table and a timeline is one range of it. The session's own row records its creation.
    ///
    /// `deadlines` is an index that is written late: the sweep enters a session only if it is still open some time
    /// after its creation, and most sessions are not. A partial index on `sessions` made every insert a third more
    /// expensive.
    ///
    /// The digests of keys are random, so only calls with a key pay for their index. `id` is in the order of time, in
    /// which claims are removed.
    private static let version2 = """
        CREATE TABLE events (
            session INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            actor INTEGER NOT NULL,
            detail BLOB,
            PRIMARY KEY (session, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE deadlines (
            expires INTEGER NOT NULL,
            session INTEGER NOT NULL,
            PRIMARY KEY (expires, session)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE idempotency (
            id INTEGER PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            fingerprint BLOB NOT NULL,
            session INTEGER NOT NULL,
            tail INTEGER NOT NULL,
            created INTEGER NOT NULL,
            status INTEGER NOT NULL,
            content_type TEXT,
            body BLOB NOT NULL
        ) STRICT;
        """

    /// The ranges of keys in which an account has sessions of a provider (``ActivePeriods``). They replace an index of
    /// all its sessions, which took a fifth of the writer's time for each insert; an entry is written once for many
    /// sessions.
    private static let version3 = """
        CREATE TABLE active_periods (
            account INTEGER NOT NULL,
            provider TEXT NOT NULL,
            period INTEGER NOT NULL,
            PRIMARY KEY (account, provider, period)
        ) STRICT, WITHOUT ROWID;

        INSERT INTO active_periods
        SELECT DISTINCT account, provider, key >> \(ActivePeriods.periodBits) FROM sessions;

        DROP INDEX sessions_account;
        """

    /// From this version on, `sessions.fields` may be a frame (``StoredBody``), which no earlier program can read.
    /// Existing values stay unchanged.
    private static let version4 = "-- Only the number changes."

    /// The kind of a credential (``CredentialKind``). All earlier credentials of Userdocks are API keys, and all others
    /// are tokens.
    private static let version5 = """
        ALTER TABLE credentials ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

        UPDATE credentials SET kind = 1 WHERE provider = 'userdocks';
        """
}
