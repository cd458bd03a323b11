import Checkout
import Wire

/// The statements on the claims of idempotency keys.
final class ClaimStatements {
    /// The claim of a digest, with the number of its row.
    let byDigest: PreparedStatement<Digest, (row: Int64, kept: KeptClaim)>
    let insert: PreparedStatement<(claim: IdempotencyClaim, session: SessionID), Never>
    /// Removes the row with this number.
    let delete: PreparedStatement<Int64, Never>
    /// The oldest claims that were made by a time in microseconds, up to a number of rows.
    let byAge: PreparedStatement<(rowsMax: Int, madeBy: Int64), (row: Int64, madeAt: Int64)>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        byDigest = try PreparedStatement(
            """
            SELECT id, digest, fingerprint, session, tail, created, status, content_type, body
            FROM idempotency WHERE digest = ?1
            """, on: connection
        ) {
            $0.bind($1, at: 1)
        } row: { row in
            let answer = KeptAnswer(
                status: Int(row.integer(6)), contentType: row.optionalText(7), body: row.blob(8))
            let claim = IdempotencyClaim(
                digest: row.digest(1), fingerprint: row.digest(2), answer: answer,
                madeAt: Timestamp(microseconds: row.integer(5)))
            let session = SessionID(key: row.integer(3), tail: row.integer(4))
            return (row.integer(0), KeptClaim(claim, session: session))
        }
        insert = try PreparedStatement(
            """
            INSERT INTO idempotency (digest, fingerprint, session, tail, created, status, content_type, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, on: connection
        ) { statement, parameters in
            let claim = parameters.claim
            statement.bind(claim.digest, at: 1)
            statement.bind(claim.fingerprint, at: 2)
            statement.bind(parameters.session.key, at: 3)
            statement.bind(parameters.session.tail, at: 4)
            statement.bind(claim.madeAt.microseconds, at: 5)
            statement.bind(Int64(claim.answer.status), at: 6)
            statement.bind(text: claim.answer.contentType, at: 7)
            statement.bind(blob: claim.answer.body, at: 8)
        }
        delete = try PreparedStatement(
            "DELETE FROM idempotency WHERE id = ?1", on: connection, bind: { $0.bind($1, at: 1) })
        byAge = try PreparedStatement(
            "SELECT id, created FROM idempotency WHERE created <= ?2 ORDER BY id LIMIT ?1", on: connection
        ) { statement, parameters in
            statement.bind(Int64(parameters.rowsMax), at: 1)
            statement.bind(parameters.madeBy, at: 2)
        } row: {
            ($0.integer(0), $0.integer(1))
        }
    }
}
