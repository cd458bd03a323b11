import Checkout
import Wire

/// The statements on attempts. Times are microseconds.
final class AttemptStatements {
    let insert: PreparedStatement<(delivery: Int64, attempt: AttemptRecord), Never>
    /// The attempts of a delivery, oldest first.
    let ofDelivery: PreparedStatement<Int64, AttemptRecord>
    /// Like ``ofDelivery``, without the answers.
    let endsOfDelivery: PreparedStatement<Int64, AttemptRecord>
    /// Removes the attempts of a delivery.
    let delete: PreparedStatement<Int64, Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            """
            INSERT INTO webhook_attempts
                (delivery, number, at, duration, status, phase, is_truncated, sentence, address, fields, answer)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, on: connection
        ) { statement, parameters in
            let attempt = parameters.attempt
            statement.bind(parameters.delivery, at: 1)
            statement.bind(attempt.number, at: 2)
            statement.bind(attempt.at.microseconds, at: 3)
            statement.bind(attempt.durationMicroseconds, at: 4)
            switch attempt.outcome {
            case .answered(let status):
                statement.bind(status, at: 5)
            case .failed(let phase, let sentence):
                statement.bind(phase, at: 6)
                statement.bind(text: sentence, at: 8)
            }
            statement.bind(attempt.isTruncated, at: 7)
            statement.bind(text: attempt.address, at: 9)
            statement.bind(text: attempt.fields, at: 10)
            statement.bind(blob: attempt.answer, at: 11)
        }
        ofDelivery = try PreparedStatement(
            Self.select("fields, answer"), on: connection, bind: { $0.bind($1, at: 1) }, row: Self.attempt)
        endsOfDelivery = try PreparedStatement(
            Self.select("NULL, x''"), on: connection, bind: { $0.bind($1, at: 1) }, row: Self.attempt)
        delete = try PreparedStatement(
            "DELETE FROM webhook_attempts WHERE delivery = ?1", on: connection, bind: { $0.bind($1, at: 1) })
    }

    /// - Parameter answer: the columns of the answer.
    private static func select(_ answer: StaticString) -> String {
        """
        SELECT number, at, duration, status, phase, is_truncated, sentence, address, \(answer)
        FROM webhook_attempts WHERE delivery = ?1 ORDER BY number
        """
    }

    private static func attempt(_ row: SQLiteStatement) -> AttemptRecord {
        let outcome: AttemptRecord.Outcome =
            if let status = row.optionalInteger(3) {
                .answered(status: status)
            } else {
                .failed(phase: row.integer(4), row.text(6))
            }
        return AttemptRecord(
            number: row.integer(0), at: Timestamp(microseconds: row.integer(1)),
            durationMicroseconds: row.integer(2), outcome: outcome, address: row.optionalText(7),
            fields: row.optionalText(8), answer: row.blob(9), isTruncated: row.integer(5) != 0)
    }
}
