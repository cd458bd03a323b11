package import Checkout

/// The 32 bytes from which page tokens, hashes and the sandbox's credentials are derived. Each database has its own.
package enum GatewaySecret {
    static let name = "secret"

    /// The database's secret. Nil if no gateway was ever started on the database.
    package static func authenticator(_ reader: any StoreReader) throws(StoreFailure) -> MessageAuthenticator? {
        try reader.setting(name).map { MessageAuthenticator(key: $0) }
    }

    /// The database's secret, made at its first start.
    static func authenticator(_ writer: any StoreWriter) throws(Refusal) -> MessageAuthenticator {
        do throws(StoreFailure) {
            return MessageAuthenticator(key: try writer.setting(name, default: RandomPool.bytes(32)))
        } catch {
            throw Refusal(.database, "the gateway's secret cannot be read: \(error).")
        }
    }
}
