import Checkout
import Wire

/// The statements on the order in which pending deliveries are due at each endpoint. Times are microseconds.
final class DueStatements {
    typealias Due = (endpoint: Int64, due: Int64, delivery: Int64)

    let insert: PreparedStatement<Due, Never>
    let delete: PreparedStatement<Due, Never>
    /// The next endpoint after this one that has pending deliveries.
    let endpointAfter: PreparedStatement<Int64, Int64>
    /// The first deliveries of an endpoint that are due in a range of times, up to a number of rows.
    let ofEndpoint: PreparedStatement<(endpoint: Int64, due: ClosedRange<Int64>, rowsMax: Int), DueDelivery>
    /// The first due time of an endpoint's deliveries after a time.
    let nextOfEndpoint: PreparedStatement<(endpoint: Int64, after: Timestamp), Int64>
    /// Gives the pending deliveries of an endpoint the state of a skipped one.
    let skip: PreparedStatement<Int64, Never>
    /// Removes the order of an endpoint's deliveries.
    let deleteAll: PreparedStatement<Int64, Never>

    private static let columns = DeliveryStatements.columns.split(separator: ", ").map { "d.\($0)" }
        .joined(separator: ", ")

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            "INSERT INTO webhook_due (endpoint, due, delivery) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            on: connection, bind: Self.bind)
        delete = try PreparedStatement(
            "DELETE FROM webhook_due WHERE endpoint = ?1 AND due = ?2 AND delivery = ?3", on: connection,
            bind: Self.bind)
        endpointAfter = try PreparedStatement(
            "SELECT endpoint FROM webhook_due WHERE endpoint > ?1 ORDER BY endpoint LIMIT 1", on: connection,
            bind: { $0.bind($1, at: 1) }, row: { $0.integer(0) })
        // A row whose delivery is damaged or missing hides no other row.
        ofEndpoint = try PreparedStatement(
            """
            SELECT \(Self.columns), EXISTS (
                SELECT 1 FROM webhook_deliveries AS e INDEXED BY webhook_deliveries_session
                WHERE e.session = d.session AND e.id < d.id AND e.endpoint = d.endpoint
                    AND e.state = \(DeliveryState.pending.rawValue)
            )
            FROM webhook_due AS w CROSS JOIN webhook_deliveries AS d ON d.id = w.delivery
            WHERE w.endpoint = ?1 AND w.due BETWEEN ?2 AND ?4 AND d.state = \(DeliveryState.pending.rawValue)
            ORDER BY w.due, w.delivery LIMIT ?3
            """, on: connection
        ) { statement, parameters in
            statement.bind(parameters.endpoint, at: 1)
            statement.bind(parameters.due.lowerBound, at: 2)
            statement.bind(Int64(parameters.rowsMax), at: 3)
            statement.bind(parameters.due.upperBound, at: 4)
        } row: { (row) throws(SQLiteError) in
            DueDelivery(try DeliveryStatements.delivery(row), followsPending: row.integer(14) != 0)
        }
        nextOfEndpoint = try PreparedStatement(
            "SELECT due FROM webhook_due WHERE endpoint = ?1 AND due > ?2 ORDER BY due LIMIT 1", on: connection
        ) { statement, parameters in
            statement.bind(parameters.endpoint, at: 1)
            statement.bind(parameters.after.microseconds, at: 2)
        } row: {
            $0.integer(0)
        }
        skip = try PreparedStatement(
            """
            UPDATE webhook_deliveries SET state = \(DeliveryState.skipped.rawValue), due = NULL
            WHERE id IN (SELECT delivery FROM webhook_due WHERE endpoint = ?1)
            """, on: connection, bind: { $0.bind($1, at: 1) })
        deleteAll = try PreparedStatement(
            "DELETE FROM webhook_due WHERE endpoint = ?1", on: connection, bind: { $0.bind($1, at: 1) })
    }

    private static func bind(_ statement: SQLiteStatement, _ row: Due) {
        statement.bind(row.endpoint, at: 1)
        statement.bind(row.due, at: 2)
        statement.bind(row.delivery, at: 3)
    }
}
