import Checkout
import Wire

/// The statements on endpoints. Times are microseconds.
final class EndpointStatements {
    /// An endpoint, as the outbox knows it.
    typealias Subscriber = (account: AccountID, subscriber: WebhookSubscriber, isDisabled: Bool)

    /// Keeps an endpoint and returns its number.
    let insert: PreparedStatement<NewWebhookEndpoint, Int64>
    /// The number of endpoints of an account that are not removed.
    let count: PreparedStatement<AccountID, Int64>
    /// The endpoint with this number, also if it is removed, without its secrets.
    let byID: PreparedStatement<Int64, WebhookEndpointRecord>
    /// All endpoints, oldest first, also those that are removed, without their secrets.
    let all: PreparedStatement<Void, WebhookEndpointRecord>
    /// Like ``all``, of an account.
    let ofAccount: PreparedStatement<AccountID, WebhookEndpointRecord>
    /// All endpoints that are not removed, as the outbox knows them, oldest first.
    let subscribers: PreparedStatement<Void, Subscriber>
    /// Like ``subscribers``, of an account.
    let subscribersOfAccount: PreparedStatement<AccountID, Subscriber>
    /// Replaces the settings. A new URL has not failed yet.
    let change: PreparedStatement<(id: Int64, settings: WebhookSettings), Never>
    /// Disables the endpoint with this number, if it is enabled.
    let disable: PreparedStatement<(id: Int64, reason: WebhookDisabling, at: Timestamp), Never>
    let enable: PreparedStatement<Int64, Never>
    /// Records a successful attempt.
    let succeed: PreparedStatement<(id: Int64, at: Timestamp), Never>
    /// Records a failed attempt.
    let fail: PreparedStatement<(id: Int64, at: Timestamp), Never>
    /// Marks the endpoint with this number as removed.
    let remove: PreparedStatement<Int64, Never>
    /// The number itself, if the endpoint is removed and has no deliveries.
    let unused: PreparedStatement<Int64, Int64>
    let delete: PreparedStatement<Int64, Never>

    private static let columns = """
        id, account, origin, created, url, format, types, description, disabled, disabling, succeeded, failures, failing,
        removed
        """
    private static let subscriberColumns = "account, id, format, types, disabled"

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insert = try PreparedStatement(
            """
            INSERT INTO webhook_endpoints (account, origin, created, url, format, types, description)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id
            """, on: connection
        ) { statement, endpoint in
            statement.bind(endpoint.account.value, at: 1)
            statement.bind(endpoint.origin.rawValue, at: 2)
            statement.bind(endpoint.createdAt.microseconds, at: 3)
            statement.bind(endpoint.settings, from: 4)
        } row: {
            $0.integer(0)
        }
        count = try PreparedStatement(
            "SELECT count(*) FROM webhook_endpoints WHERE account = ?1 AND removed = 0", on: connection,
            bind: { $0.bind($1.value, at: 1) }, row: { $0.integer(0) })
        byID = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_endpoints WHERE id = ?1", on: connection,
            bind: { $0.bind($1, at: 1) }, row: Self.endpoint)
        all = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_endpoints ORDER BY id", on: connection, row: Self.endpoint)
        ofAccount = try PreparedStatement(
            "SELECT \(Self.columns) FROM webhook_endpoints WHERE account = ?1 ORDER BY id", on: connection,
            bind: { $0.bind($1.value, at: 1) }, row: Self.endpoint)
        subscribers = try PreparedStatement(
            "SELECT \(Self.subscriberColumns) FROM webhook_endpoints WHERE removed = 0 ORDER BY id", on: connection,
            row: Self.subscriber)
        subscribersOfAccount = try PreparedStatement(
            """
            SELECT \(Self.subscriberColumns) FROM webhook_endpoints WHERE account = ?1 AND removed = 0 ORDER BY id
            """, on: connection, bind: { $0.bind($1.value, at: 1) }, row: Self.subscriber)
        change = try PreparedStatement(
            """
            UPDATE webhook_endpoints SET url = ?2, format = ?3, types = ?4, description = ?5,
                failures = CASE url WHEN ?2 THEN failures ELSE 0 END, failing = CASE url WHEN ?2 THEN failing END
            WHERE id = ?1
            """, on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.settings, from: 2)
        }
        disable = try PreparedStatement(
            "UPDATE webhook_endpoints SET disabled = ?2, disabling = ?3 WHERE id = ?1 AND disabled IS NULL",
            on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.at.microseconds, at: 2)
            statement.bind(parameters.reason.rawValue, at: 3)
        }
        enable = try PreparedStatement(
            """
            UPDATE webhook_endpoints SET disabled = NULL, disabling = NULL, failures = 0, failing = NULL
            WHERE id = ?1 AND disabled IS NOT NULL
            """, on: connection, bind: { $0.bind($1, at: 1) })
        succeed = try PreparedStatement(
            """
            UPDATE webhook_endpoints SET succeeded = max(coalesce(succeeded, ?2), ?2), failures = 0, failing = NULL
            WHERE id = ?1
            """, on: connection, bind: Self.bind)
        fail = try PreparedStatement(
            "UPDATE webhook_endpoints SET failures = failures + 1, failing = coalesce(failing, ?2) WHERE id = ?1",
            on: connection, bind: Self.bind)
        remove = try PreparedStatement(
            "UPDATE webhook_endpoints SET removed = 1 WHERE id = ?1", on: connection, bind: { $0.bind($1, at: 1) })
        unused = try PreparedStatement(
            """
            SELECT id FROM webhook_endpoints WHERE id = ?1 AND removed <> 0
                AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint = ?1)
            """, on: connection, bind: { $0.bind($1, at: 1) }, row: { $0.integer(0) })
        delete = try PreparedStatement(
            "DELETE FROM webhook_endpoints WHERE id = ?1", on: connection, bind: { $0.bind($1, at: 1) })
    }

    private static func bind(_ statement: SQLiteStatement, _ moment: (id: Int64, at: Timestamp)) {
        statement.bind(moment.id, at: 1)
        statement.bind(moment.at.microseconds, at: 2)
    }

    private static func types(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }

    private static func subscriber(_ row: SQLiteStatement) -> Subscriber {
        let subscriber = WebhookSubscriber(
            endpoint: row.integer(1), format: row.integer(2), types: types(row.text(3)))
        return (AccountID(row.integer(0)), subscriber, row.optionalInteger(4) != nil)
    }

    private static func endpoint(_ row: SQLiteStatement) throws(SQLiteError) -> WebhookEndpointRecord {
        let id = row.integer(0)
        guard let origin = WebhookOrigin(rawValue: row.integer(2)) else {
            throw SQLiteError.unreadable("webhook endpoint \(id) has an origin of no kind")
        }
        var disabled: WebhookEndpointRecord.Disabled?
        if let since = row.optionalInteger(8) {
            guard let reason = WebhookDisabling(rawValue: row.integer(9)) else {
                throw SQLiteError.unreadable("webhook endpoint \(id) is disabled for a reason of no kind")
            }
            disabled = WebhookEndpointRecord.Disabled(reason, since: Timestamp(microseconds: since))
        }
        return WebhookEndpointRecord(
            id: id, account: AccountID(row.integer(1)), origin: origin,
            createdAt: Timestamp(microseconds: row.integer(3)),
            settings: WebhookSettings(
                url: row.text(4), format: row.integer(5), types: types(row.text(6)), description: row.optionalText(7)),
            disabled: disabled,
            health: WebhookEndpointRecord.Health(
                lastSuccessAt: row.optionalInteger(10).map { Timestamp(microseconds: $0) }, failures: row.integer(11),
                failingSince: row.optionalInteger(12).map { Timestamp(microseconds: $0) }),
            secrets: [], isRemoved: row.integer(13) != 0)
    }
}

extension SQLiteStatement {
    /// Binds four parameters.
    fileprivate func bind(_ settings: WebhookSettings, from index: Int32) {
        bind(text: settings.url, at: index)
        bind(settings.format, at: index + 1)
        bind(text: settings.types.joined(separator: "\n"), at: index + 2)
        bind(text: settings.description, at: index + 3)
    }
}
