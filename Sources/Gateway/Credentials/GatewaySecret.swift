package import Checkout
package import SQLiteStorage

/// The 32 bytes under which page tokens, hashes and the sandbox's credentials are derived. One for each database.
package enum GatewaySecret {
    static let name = "secret"

    /// The database's own. Nil where no gateway was started on it yet.
    package static func authenticator(_ reader: SQLiteReader) throws(StoreFailure) -> MessageAuthenticator? {
        try reader.setting(name).map { MessageAuthenticator(key: $0) }
    }

    /// The database's own, made at its first start.
    static func authenticator(_ writer: SQLiteWriter) throws(Refusal) -> MessageAuthenticator {
        do throws(StoreFailure) {
            return MessageAuthenticator(key: try writer.setting(name, default: RandomPool.bytes(32)))
        } catch {
            throw Refusal(.database, "the gateway's secret cannot be read: \(error).")
        }
    }
}
