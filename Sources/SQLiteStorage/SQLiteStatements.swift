import Checkout

/// The prepared statements of one connection. All are prepared when a connection is opened, so that a mistake in one
/// fails the start and not a request.
///
/// A reference, and not a value: a transaction hands it on many times, and each copy of all statements would count the
/// owners of some fifty closures.
final class SQLiteStatements {
    let transaction: TransactionStatements
    let sessions: SessionStatements
    let events: EventStatements
    let deadlines: DeadlineStatements
    let claims: ClaimStatements
    let records: RecordStatements
    let settings: SettingStatements
    let endpoints: EndpointStatements
    let secrets: SecretStatements
    let deliveries: DeliveryStatements
    let attempts: AttemptStatements
    let due: DueStatements
    let messages: MessageStatements
    /// Who wants which events. Only the writer's connection keeps it.
    let subscribers: Subscribers

    /// - Parameter outbox: makes the deliveries of events; nil for a connection that writes no deliveries.
    init(on connection: SQLiteConnection, outbox: (any EventOutbox)? = nil) throws(SQLiteError) {
        transaction = try TransactionStatements(on: connection)
        sessions = try SessionStatements(on: connection)
        events = try EventStatements(on: connection)
        deadlines = try DeadlineStatements(on: connection)
        claims = try ClaimStatements(on: connection)
        records = try RecordStatements(on: connection)
        settings = try SettingStatements(on: connection)
        endpoints = try EndpointStatements(on: connection)
        secrets = try SecretStatements(on: connection)
        deliveries = try DeliveryStatements(on: connection)
        attempts = try AttemptStatements(on: connection)
        due = try DueStatements(on: connection)
        messages = try MessageStatements(on: connection)
        subscribers = Subscribers(outbox)
    }

    /// Reads rows, newest first, until there are no more or `body` returns false. The rows include all that the filter
    /// selects.
    ///
    /// The sessions of one account at one provider are found by the periods that have some, because a provider's list
    /// must be complete. For any other filter all sessions are searched, a limited number at a time.
    func walk(
        _ filter: SessionFilter, beforeKey key: Int64, _ body: (SessionCursor) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        if let account = filter.account, let provider = filter.provider {
            try sessions.ofAccountBefore.each((key, account, provider), body)
        } else {
            try sessions.before.each(key, body)
        }
    }
}
