import Checkout
import Wire

/// The statements on deliveries. Times are microseconds.
final class DeliveryStatements {
    /// A delivery to be written, with what the writer knows about it.
    struct New {
        let delivery: NewDelivery
        let account: AccountID
        let source: DeliveryRecord.Source?
        let message: Int64
        /// Whether it waits for nothing, because its endpoint is disabled.
        let isSkipped: Bool
        let createdAt: Timestamp
    }

    /// The numbers that decide whether and how a delivery changes.
    typealias Numbers = (id: Int64, endpoint: Int64, message: Int64, state: Int64, created: Int64)

    /// Keeps a delivery, pending or skipped, and returns its number.
    let insert: PreparedStatement<New, Int64>
    let byID: PreparedStatement<Int64, DeliveryRecord>
    /// Records the state of a delivery after an attempt, a resend or the like.
    let settle: PreparedStatement<(id: Int64, state: DeliveryState, attempts: Int64, due: Timestamp?), Never>
    /// Deliveries with smaller numbers than this one, newest first.
    let before: PreparedStatement<Int64, DeliveryRecord>
    /// Like ``before``, to one endpoint.
    let ofEndpointBefore: PreparedStatement<(id: Int64, endpoint: Int64), DeliveryRecord>
    /// Like ``before``, of the session with this key.
    let ofSessionBefore: PreparedStatement<(id: Int64, key: Int64), DeliveryRecord>
    /// The deliveries to one endpoint with greater numbers than this one, oldest first, up to a number of rows.
    let ofEndpointAfter: PreparedStatement<(id: Int64, endpoint: Int64, rowsMax: Int), Numbers>
    /// The oldest deliveries that are not pending and were made by a time, up to a number of rows.
    let byAge: PreparedStatement<(rowsMax: Int, madeBy: Int64), Numbers>
    let delete: PreparedStatement<Int64, Never>

    /// The columns of ``delivery(_:)``, in its order.
    static let columns = """
        id, endpoint, account, session, tail, sequence, ordinal, event, type, format, created, state, attempts, due
        """
    private static let numberColumns = "id, endpoint, message, state, created"

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            """
            INSERT INTO webhook_deliveries
                (endpoint, account, session, tail, sequence, ordinal, format, message, state, created, due, type, event)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?12, ?9, ?13, ?10, ?11) RETURNING id
            """, on: connection
        ) { statement, new in
            statement.bind(new.delivery.endpoint, at: 1)
            statement.bind(new.account.value, at: 2)
            statement.bind(new.source?.session.key, at: 3)
            statement.bind(new.source?.session.tail, at: 4)
            statement.bind(new.source?.sequence, at: 5)
            statement.bind(new.delivery.ordinal, at: 6)
            statement.bind(new.delivery.format, at: 7)
            statement.bind(new.message, at: 8)
            statement.bind(new.createdAt.microseconds, at: 9)
            statement.bind(text: new.delivery.type, at: 10)
            statement.bind(text: new.delivery.eventID, at: 11)
            statement.bind((new.isSkipped ? DeliveryState.skipped : .pending).rawValue, at: 12)
            statement.bind(new.isSkipped ? nil : new.createdAt.microseconds, at: 13)
        } row: {
            $0.integer(0)
        }
        byID = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE id = ?1", on: connection,
            bind: { $0.bind($1, at: 1) }, row: Self.delivery)
        settle = try PreparedStatement(
            "UPDATE webhook_deliveries SET state = ?2, attempts = ?3, due = ?4 WHERE id = ?1", on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.state.rawValue, at: 2)
            statement.bind(parameters.attempts, at: 3)
            statement.bind(parameters.due?.microseconds, at: 4)
        }
        before = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE id < ?1 ORDER BY id DESC", on: connection,
            bind: { $0.bind($1, at: 1) }, row: Self.delivery)
        ofEndpointBefore = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE endpoint = ?2 AND id < ?1 ORDER BY id DESC",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.endpoint, at: 2)
        } row: { (row) throws(SQLiteError) in
            try DeliveryStatements.delivery(row)
        }
        ofSessionBefore = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_deliveries WHERE session = ?2 AND id < ?1 ORDER BY id DESC",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.key, at: 2)
        } row: { (row) throws(SQLiteError) in
            try DeliveryStatements.delivery(row)
        }
        ofEndpointAfter = try PreparedStatement(
            """
            SELECT \(Self.numberColumns) FROM webhook_deliveries WHERE endpoint = ?2 AND id > ?1 ORDER BY id LIMIT ?3
            """, on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.endpoint, at: 2)
            statement.bind(Int64(parameters.rowsMax), at: 3)
        } row: {
            DeliveryStatements.numbers($0)
        }
        byAge = try PreparedStatement(
            """
            SELECT \(Self.numberColumns) FROM webhook_deliveries
            WHERE created <= ?2 AND state <> \(DeliveryState.pending.rawValue) ORDER BY id LIMIT ?1
            """, on: connection
        ) { statement, parameters in
            statement.bind(Int64(parameters.rowsMax), at: 1)
            statement.bind(parameters.madeBy, at: 2)
        } row: {
            DeliveryStatements.numbers($0)
        }
        delete = try PreparedStatement(
            "DELETE FROM webhook_deliveries WHERE id = ?1", on: connection, bind: { $0.bind($1, at: 1) })
    }

    private static func numbers(_ row: SQLiteStatement) -> Numbers {
        (row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4))
    }

    /// The delivery of the current row of a statement that returns ``columns``.
    static func delivery(_ row: SQLiteStatement) throws(SQLiteError) -> DeliveryRecord {
        let id = row.integer(0)
        guard let state = DeliveryState(rawValue: row.integer(11)) else {
            throw SQLiteError.unreadable("webhook delivery \(id) has a state of no kind")
        }
        let source = row.optionalInteger(3).map {
            DeliveryRecord.Source(session: SessionID(key: $0, tail: row.integer(4)), sequence: row.integer(5))
        }
        return DeliveryRecord(
            id: id, endpoint: row.integer(1), account: AccountID(row.integer(2)), source: source,
            ordinal: row.integer(6), eventID: row.text(7), type: row.text(8), format: row.integer(9),
            createdAt: Timestamp(microseconds: row.integer(10)), state: state, attempts: row.integer(12),
            dueAt: row.optionalInteger(13).map { Timestamp(microseconds: $0) })
    }
}
