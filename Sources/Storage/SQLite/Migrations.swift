/// The schema, as numbered steps. A step that was released is never changed: a new one follows it.
enum Migrations {
    /// "CKGW" as an integer, in the file's header: whose file this is.
    static let applicationID: Int64 = 0x434B_4757

    /// Step n makes version n of version n - 1. The file's version is in `PRAGMA user_version`.
    static let steps: [String] = [version1, version2, version3, version4, version5]

    /// The version that this program reads and writes.
    static var latest: Int64 { Int64(steps.count) }

    /// What a file says of itself.
    struct Header: Equatable {
        var application: Int64
        var version: Int64
        /// It holds no table and no index.
        var isEmpty: Bool
    }

    static func header(of connection: SQLiteConnection) throws(SQLiteError) -> Header {
        Header(
            application: try connection.integer("PRAGMA application_id"),
            version: try connection.integer("PRAGMA user_version"),
            isEmpty: try connection.integer("SELECT count(*) FROM sqlite_schema") == 0)
    }

    /// Why a file cannot be used, from what it says of itself; nil where it can, at once or after ``apply(to:from:)``.
    static func fault(in header: Header, path: String) -> StoreOpenFault? {
        if header == Header(application: 0, version: 0, isEmpty: true) { return nil }
        guard header.application == applicationID else { return .foreignApplication(path: path) }
        guard header.version <= latest else {
            return .newerVersion(path: path, version: header.version, latest: latest)
        }
        return nil
    }

    /// Makes a file ready to be written: looks whose it is, and brings it to the latest version.
    ///
    /// - Parameter creates: whether one without any table becomes a database.
    static func open(
        _ connection: SQLiteConnection, path: String, creates: Bool, _ options: StoreOptions
    ) throws(StoreOpenFault) {
        let header = try StoreOpenFault.wrapping(path) { () throws(SQLiteError) -> Header in
            try Self.header(of: connection)
        }
        if let fault = fault(in: header, path: path) { throw fault }
        if header.version == 0, !creates { throw .empty(path: path) }
        if connection.isReadOnly { throw .readOnly(path: path) }
        try StoreOpenFault.wrapping(path) { () throws(SQLiteError) in
            try connection.configureLog(sizeBytesMax: options.logBytesMax)
            // Whether another program holds the right to write is better known now than at the first request.
            do { _ = try Transaction(on: connection) }
            // What the last run left in the log may be in the kernel's memory alone, if that run ended because a sync
            // failed. It is put into the database file, and synced there, before anything new is built upon it.
            try connection.checkpoint(.passive)
            try apply(to: connection, from: header.version)
        }
    }

    /// Brings a file to the latest version, each step in a transaction of its own.
    static func apply(_ steps: [String] = steps, to connection: SQLiteConnection, from version: Int64)
        throws(SQLiteError)
    {
        for (index, step) in steps.enumerated() where Int64(index) >= version {
            let transaction = try Transaction(on: connection)
            try connection.execute(step)
            // Both are in the file's header, which is part of the transaction as any page is.
            try connection.execute("PRAGMA user_version = \(index + 1)")
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try transaction.commit()
        }
    }

    /// Columns that lists look at come first: SQLite reads a row up to the last column that is asked for. What a
    /// request can make long comes last.
    ///
    /// `key` is ``SessionID/key`` and the row's own number, so a row goes to the end of the table and is found without
    /// an index. Nothing random is indexed. Numbers grow with keys, so they need no index either (`NumberSearch`): one
    /// would cost a seventh of an insert for a question that people ask and clients do not.
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

    /// Events stand beside the other events of their session, and sessions in the order of time, so that most writes go
    /// to the end of the table and a timeline is one stretch of it. What made a session is its own row.
    ///
    /// `deadlines` is an index that is written late: the sweep enters a session only when it is still open so long after
    /// it was made, which most are not. A partial index on `sessions` made every insert a third dearer.
    ///
    /// The digests of keys are random, so only calls that show a key pay for their index; `id` is in the order of time,
    /// by which they are removed.
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

    /// In which stretches of keys an account has sessions of a provider (``ActivePeriods``), in place of an index of all
    /// its sessions: that took a fifth of the writer's time for each insert, this is written once for many.
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

    /// From here on `sessions.fields` may be a frame (``StoredBody``), which no program of before can read. What is there
    /// stays as it is.
    private static let version4 = "-- Only the number changes."

    /// Which kind of credential it is (``CredentialKind``). All that were made of Userdocks' until then are API keys, and
    /// all others are tokens.
    private static let version5 = """
        ALTER TABLE credentials ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;

        UPDATE credentials SET kind = 1 WHERE provider = 'userdocks';
        """
}
