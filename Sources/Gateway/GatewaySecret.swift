import Checkout
import Storage

/// The 32 bytes under which page tokens, hashes and the sandbox's credentials are derived. One for each database.
enum GatewaySecret {
    static let name = "secret"

    /// The database's own, made at its first start.
    static func authenticator(_ writer: SQLiteWriter) throws(Refusal) -> MessageAuthenticator {
        do throws(StoreFailure) {
            return MessageAuthenticator(key: try writer.setting(name, default: RandomPool.bytes(32)))
        } catch {
            throw Refusal(.database, "the gateway's secret cannot be read: \(error).")
        }
    }
}
