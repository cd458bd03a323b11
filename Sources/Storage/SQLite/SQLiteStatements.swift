import CSQLite
import Checkout

/// The prepared statements of one connection. All are prepared when a connection is opened, so that a slip in one fails the
/// start and not a request.
struct SQLiteStatements {
    let transaction: TransactionStatements
    let sessions: SessionStatements
    let events: EventStatements
    let deadlines: DeadlineStatements
    let claims: ClaimStatements
    let records: RecordStatements
    let settings: SettingStatements

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        transaction = try TransactionStatements(on: connection)
        sessions = try SessionStatements(on: connection)
        events = try EventStatements(on: connection)
        deadlines = try DeadlineStatements(on: connection)
        claims = try ClaimStatements(on: connection)
        records = try RecordStatements(on: connection)
        settings = try SettingStatements(on: connection)
    }

    /// Looks, newest first, at rows among which are all that a filter lets through, until there are no more or `body` answers
    /// false.
    ///
    /// An account's sessions of one provider are found by the periods in which there are some, because a provider's list
    /// must be whole. Anything else is sought among all sessions, a bounded number at a time.
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
