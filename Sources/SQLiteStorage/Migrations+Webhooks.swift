extension Migrations {
    /// Endpoints and deliveries. Rows are written only for events that an endpoint wants, so a database without
    /// endpoints has only empty tables.
    ///
    /// AUTOINCREMENT gives no number again: the deliveries of a removed endpoint stay, and the result of an attempt may
    /// arrive after its delivery was removed. Deliveries are listed and removed in the order of their numbers.
    ///
    /// `removed` is 1 once the endpoint was removed. Its row and its secrets stay until its last delivery is removed,
    /// so that the deliveries can be sent again.
    ///
    /// `types` has one type in each line. A message is what all deliveries of one event in one format send; its `body`
    /// may be a frame (``StoredBody``).
    ///
    /// `webhook_due` has one row for each pending delivery. It begins with the endpoint, so that an endpoint with many
    /// of them hides no other endpoint.
    static let version6 = """
        CREATE TABLE webhook_endpoints (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts (id),
            origin INTEGER NOT NULL,
            created INTEGER NOT NULL,
            format INTEGER NOT NULL,
            disabled INTEGER,
            disabling INTEGER,
            succeeded INTEGER,
            failures INTEGER NOT NULL DEFAULT 0,
            failing INTEGER,
            removed INTEGER NOT NULL DEFAULT 0,
            types TEXT NOT NULL,
            url TEXT NOT NULL,
            description TEXT
        ) STRICT;

        CREATE INDEX webhook_endpoints_account ON webhook_endpoints (account);

        CREATE TABLE webhook_secrets (
            endpoint INTEGER NOT NULL REFERENCES webhook_endpoints (id),
            number INTEGER NOT NULL,
            created INTEGER NOT NULL,
            retired INTEGER,
            key_id TEXT NOT NULL,
            sealed BLOB NOT NULL,
            PRIMARY KEY (endpoint, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhook_messages (
            id INTEGER PRIMARY KEY,
            body BLOB NOT NULL
        ) STRICT;

        CREATE TABLE webhook_deliveries (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            endpoint INTEGER NOT NULL,
            account INTEGER NOT NULL,
            session INTEGER,
            tail INTEGER,
            sequence INTEGER,
            ordinal INTEGER NOT NULL,
            format INTEGER NOT NULL,
            message INTEGER NOT NULL,
            state INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            due INTEGER,
            type TEXT NOT NULL,
            event TEXT NOT NULL
        ) STRICT;

        CREATE INDEX webhook_deliveries_endpoint ON webhook_deliveries (endpoint);
        CREATE INDEX webhook_deliveries_session ON webhook_deliveries (session);
        CREATE INDEX webhook_deliveries_message ON webhook_deliveries (message);

        CREATE TABLE webhook_attempts (
            delivery INTEGER NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            duration INTEGER NOT NULL,
            status INTEGER,
            phase INTEGER,
            is_truncated INTEGER NOT NULL,
            sentence TEXT,
            address TEXT,
            fields TEXT,
            answer BLOB NOT NULL,
            PRIMARY KEY (delivery, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE webhook_due (
            endpoint INTEGER NOT NULL,
            due INTEGER NOT NULL,
            delivery INTEGER NOT NULL,
            PRIMARY KEY (endpoint, due, delivery)
        ) STRICT, WITHOUT ROWID;
        """
}
