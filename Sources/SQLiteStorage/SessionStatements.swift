import Checkout
import Storage
import Wire

/// The statements on sessions, and on the periods in which accounts have sessions.
final class SessionStatements {
    /// The values that decide what may be done to a session. Times are microseconds.
    typealias State = (tail: Int64, account: Int64, status: Int64, created: Int64, expires: Int64?)

    /// A session after its move, with its status before.
    typealias Move = (before: Status, session: CheckoutSession)

    /// Inserts a new session. ``SessionRow/run(_:)`` binds its parameters without copying their bytes.
    let insert: SQLiteStatement
    /// The SQL of ``insert``.
    static let insertText = "INSERT INTO sessions (\(SessionColumn.list)) VALUES (\(SessionColumn.parameters))"
    /// Gives a session another status if it still has the status from before.
    let move: PreparedStatement<Move, Never>
    /// Records a session as expired if its time has run out by a given time and it has not ended. Returns a row if it
    /// did.
    let expire: PreparedStatement<(key: Int64, by: Timestamp), (tail: Int64, account: Int64)>
    let byKey: PreparedStatement<Int64, CheckoutSession>
    /// The state of the session with this key.
    let state: PreparedStatement<Int64, State>
    /// The first session whose key is this one or greater.
    let firstFrom: PreparedStatement<Int64, (key: Int64, number: Int64)>
    /// The session with the greatest key.
    let greatest: PreparedStatement<Void, (key: Int64, number: Int64)>
    /// The number of sessions, counted up to a limit.
    let count: PreparedStatement<Int64, Int64>
    /// Sessions with smaller keys than this one, newest first.
    let before: PreparedStatement<Int64, SessionCursor>
    /// Like ``before``, for one account at one provider: read from the periods in which it has sessions.
    let ofAccountBefore: PreparedStatement<(key: Int64, account: AccountID, provider: ProviderName), SessionCursor>
    /// Sessions between two keys, without the first key, in the order of their keys, up to a number of rows.
    let between:
        PreparedStatement<
            (after: Int64, upTo: Int64, rowsMax: Int), (key: Int64, status: Status?, expires: Int64?)
        >
    let insertPeriod: PreparedStatement<(account: AccountID, provider: ProviderName, period: Int64), Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try SQLiteStatement(Self.insertText, on: connection)
        move = try PreparedStatement(
            """
            UPDATE sessions SET status = ?3, updated = ?4, completed = ?5, cancelled = ?6
            WHERE key = ?1 AND status = ?2
            """, on: connection
        ) { statement, move in
            statement.bind(move.session.id.key, at: 1)
            statement.bind(move.before.rawValue, at: 2)
            statement.bind(move.session.status.rawValue, at: 3)
            statement.bind(move.session.updatedAt.microseconds, at: 4)
            statement.bind(move.session.completedAt?.microseconds, at: 5)
            statement.bind(move.session.cancelledAt?.microseconds, at: 6)
        }
        expire = try PreparedStatement(
            """
            UPDATE sessions SET status = ?2, updated = max(updated, expires)
            WHERE key = ?1 AND status IN (?3, ?4) AND expires <= ?5
            RETURNING tail, account
            """, on: connection
        ) { statement, parameters in
            statement.bind(parameters.key, at: 1)
            statement.bind(Status.expired.rawValue, at: 2)
            statement.bind(Status.open.rawValue, at: 3)
            statement.bind(Status.processing.rawValue, at: 4)
            statement.bind(parameters.by.microseconds, at: 5)
        } row: {
            ($0.integer(0), $0.integer(1))
        }
        byKey = try PreparedStatement(
            "SELECT \(SessionColumn.list) FROM sessions WHERE key = ?1", on: connection
        ) {
            $0.bind($1, at: 1)
        } row: { (row) throws(SQLiteError) in
            try SessionCursor(row).session()
        }
        state = try PreparedStatement(
            "SELECT tail, account, status, created, expires FROM sessions WHERE key = ?1", on: connection,
            bind: { $0.bind($1, at: 1) },
            row: { ($0.integer(0), $0.integer(1), $0.integer(2), $0.integer(3), $0.optionalInteger(4)) })
        firstFrom = try PreparedStatement(
            "SELECT key, number FROM sessions WHERE key >= ?1 ORDER BY key LIMIT 1", on: connection,
            bind: { $0.bind($1, at: 1) }, row: { ($0.integer(0), $0.integer(1)) })
        greatest = try PreparedStatement(
            "SELECT key, number FROM sessions ORDER BY key DESC LIMIT 1", on: connection,
            row: { ($0.integer(0), $0.integer(1)) })
        count = try PreparedStatement(
            "SELECT count(*) FROM (SELECT key FROM sessions LIMIT ?1)", on: connection,
            bind: { $0.bind($1, at: 1) }, row: { $0.integer(0) })
        before = try PreparedStatement(
            "SELECT \(SessionColumn.list) FROM sessions WHERE key < ?1 ORDER BY key DESC", on: connection,
            bind: { $0.bind($1, at: 1) }, row: SessionCursor.init)
        ofAccountBefore = try PreparedStatement(
            """
            SELECT \(SessionColumn.list)
            FROM (
                SELECT period FROM active_periods
                WHERE account = ?2 AND provider = ?3 AND period <= ?1 >> \(ActivePeriods.periodBits)
            ) CROSS JOIN sessions
            WHERE account = ?2 AND provider = ?3 AND key < ?1
                AND key >= period << \(ActivePeriods.periodBits)
                AND key < (period + 1) << \(ActivePeriods.periodBits)
            ORDER BY period DESC, key DESC
            """, on: connection
        ) { statement, parameters in
            statement.bind(parameters.key, at: 1)
            statement.bind(parameters.account.value, at: 2)
            statement.bind(text: parameters.provider.text, at: 3)
        } row: {
            SessionCursor($0)
        }
        between = try PreparedStatement(
            "SELECT key, status, expires FROM sessions WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.after, at: 1)
            statement.bind(parameters.upTo, at: 2)
            statement.bind(Int64(parameters.rowsMax), at: 3)
        } row: {
            ($0.integer(0), Status(rawValue: $0.integer(1)), $0.optionalInteger(2))
        }
        insertPeriod = try PreparedStatement(
            "INSERT INTO active_periods (account, provider, period) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.account.value, at: 1)
            statement.bind(text: parameters.provider.text, at: 2)
            statement.bind(parameters.period, at: 3)
        }
    }
}
