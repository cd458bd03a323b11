import Checkout
import Wire

/// The statements on the encrypted secrets of endpoints. Times are microseconds.
final class SecretStatements {
    /// Keeps a secret as the newest one of an endpoint.
    let insert: PreparedStatement<(endpoint: Int64, secret: SealedSecret), Never>
    /// The secrets of an endpoint, oldest first.
    let ofEndpoint: PreparedStatement<Int64, SealedSecret>
    /// Lets all secrets of an endpoint retire at a moment, except those that retire earlier.
    let retire: PreparedStatement<(endpoint: Int64, at: Timestamp), Never>
    /// Removes the secrets of an endpoint that have retired by a moment.
    let deleteRetired: PreparedStatement<(endpoint: Int64, at: Timestamp), Never>
    /// Removes all secrets of an endpoint.
    let deleteAll: PreparedStatement<Int64, Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            """
            INSERT INTO webhook_secrets (endpoint, number, created, retired, key_id, sealed)
            VALUES (?1, (SELECT coalesce(max(number), 0) + 1 FROM webhook_secrets WHERE endpoint = ?1), ?2, ?3, ?4, ?5)
            """, on: connection
        ) { statement, parameters in
            let secret = parameters.secret
            statement.bind(parameters.endpoint, at: 1)
            statement.bind(secret.createdAt.microseconds, at: 2)
            statement.bind(secret.retiredAt?.microseconds, at: 3)
            statement.bind(text: secret.keyID, at: 4)
            statement.bind(blob: secret.sealed, at: 5)
        }
        ofEndpoint = try PreparedStatement(
            "SELECT sealed, key_id, created, retired FROM webhook_secrets WHERE endpoint = ?1 ORDER BY number",
            on: connection, bind: { $0.bind($1, at: 1) },
            row: {
                SealedSecret(
                    $0.blob(0), keyID: $0.text(1), createdAt: Timestamp(microseconds: $0.integer(2)),
                    retiredAt: $0.optionalInteger(3).map { Timestamp(microseconds: $0) })
            })
        retire = try PreparedStatement(
            "UPDATE webhook_secrets SET retired = ?2 WHERE endpoint = ?1 AND (retired IS NULL OR retired > ?2)",
            on: connection, bind: Self.bind)
        deleteRetired = try PreparedStatement(
            "DELETE FROM webhook_secrets WHERE endpoint = ?1 AND retired <= ?2", on: connection, bind: Self.bind)
        deleteAll = try PreparedStatement(
            "DELETE FROM webhook_secrets WHERE endpoint = ?1", on: connection, bind: { $0.bind($1, at: 1) })
    }

    private static func bind(_ statement: SQLiteStatement, _ moment: (endpoint: Int64, at: Timestamp)) {
        statement.bind(moment.endpoint, at: 1)
        statement.bind(moment.at.microseconds, at: 2)
    }
}
