import CSQLite
import Checkout
import Wire

/// The statements on timelines.
final class EventStatements {
    /// The sequence number and the time of the last event of the session with this key.
    let last: PreparedStatement<Int64, (sequence: Int64, at: Int64)>
    /// The kinds of the events of the session with this key, last event first. Nil for a number that is not a kind.
    let kinds: PreparedStatement<Int64, SessionEvent.Kind?>
    let insert: PreparedStatement<(key: Int64, sequence: Int64, at: Int64, event: NewEvent), Never>
    /// The events of the session with this key in order, without its creation.
    let ofSession: PreparedStatement<Int64, SessionEvent>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        last = try PreparedStatement(
            "SELECT sequence, at FROM events WHERE session = ?1 ORDER BY sequence DESC LIMIT 1", on: connection,
            bind: { $0.bind($1, at: 1) }, row: { ($0.integer(0), $0.integer(1)) })
        kinds = try PreparedStatement(
            "SELECT kind FROM events WHERE session = ?1 ORDER BY sequence DESC", on: connection,
            bind: { $0.bind($1, at: 1) }, row: { SessionEvent.Kind(rawValue: $0.integer(0)) })
        insert = try PreparedStatement(
            "INSERT INTO events (session, sequence, at, kind, actor, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.key, at: 1)
            statement.bind(parameters.sequence, at: 2)
            statement.bind(parameters.at, at: 3)
            statement.bind(parameters.event.kind.rawValue, at: 4)
            statement.bind(parameters.event.actor.rawValue, at: 5)
            statement.bind(blob: parameters.event.detail?.bytes, at: 6)
        }
        ofSession = try PreparedStatement(
            "SELECT sequence, at, kind, actor, detail, session FROM events WHERE session = ?1 ORDER BY sequence",
            on: connection
        ) {
            $0.bind($1, at: 1)
        } row: { (row) throws(SQLiteError) in
            guard let kind = SessionEvent.Kind(rawValue: row.integer(2)), let actor = Actor(rawValue: row.integer(3))
            else {
                throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(row.integer(5)) has an event of no kind")
            }
            let detail = row.optionalBlob(4).map(JSONText.init(parsing:))
            if case .some(nil) = detail {
                throw SQLiteError.unreadable("session \(row.integer(5)) has an event detail that is not JSON")
            }
            let at = Timestamp(microseconds: row.integer(1))
            return SessionEvent(
                sequence: row.integer(0), NewEvent(kind, by: actor, at: at, detail: detail ?? nil))
        }
    }
}
