import Storage

/// The statements on the bodies of deliveries.
final class MessageStatements {
    /// Keeps a body and returns its number.
    let insert: PreparedStatement<[UInt8], Int64>
    /// The body of a delivery; nil inside if it is damaged.
    let ofDelivery: PreparedStatement<Int64, [UInt8]?>
    /// Removes the body with this number, if no delivery has it.
    let deleteUnused: PreparedStatement<Int64, Never>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            "INSERT INTO webhook_messages (body) VALUES (?1) RETURNING id", on: connection,
            bind: { $0.bind(blob: StoredBody.bytes(of: $1), at: 1) }, row: { $0.integer(0) })
        ofDelivery = try PreparedStatement(
            """
            SELECT body FROM webhook_messages
            WHERE id = (SELECT message FROM webhook_deliveries WHERE id = ?1)
            """, on: connection,
            bind: { $0.bind($1, at: 1) }, row: { StoredBody.body(of: $0.blob(0)) })
        deleteUnused = try PreparedStatement(
            """
            DELETE FROM webhook_messages
            WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE message = ?1)
            """, on: connection, bind: { $0.bind($1, at: 1) })
    }
}
