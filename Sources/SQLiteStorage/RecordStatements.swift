import CSQLite
import Checkout
import Wire

/// The statements on accounts and credentials.
final class RecordStatements {
    /// Creates an account with this name, unless one exists.
    let insertAccount: PreparedStatement<String, Never>
    let accountByName: PreparedStatement<String, Account>
    /// All accounts, oldest first.
    let accounts: PreparedStatement<Void, Account>
    /// Keeps a credential and returns its number.
    let insertCredential: PreparedStatement<NewCredential, Int64>
    /// Revokes the credential with this number, if it was not revoked before.
    let revokeCredential: PreparedStatement<(id: Int64, at: Timestamp), Never>
    /// All credentials, oldest first.
    let credentials: PreparedStatement<Void, StoredCredential>

    init(on connection: SQLiteConnection) throws(SQLiteError) {
        insertAccount = try PreparedStatement(
            "INSERT INTO accounts (name) VALUES (?1) ON CONFLICT (name) DO NOTHING", on: connection,
            bind: { $0.bind(text: $1, at: 1) })
        accountByName = try PreparedStatement(
            "SELECT id, name FROM accounts WHERE name = ?1", on: connection, bind: { $0.bind(text: $1, at: 1) },
            row: Self.account)
        accounts = try PreparedStatement("SELECT id, name FROM accounts ORDER BY id", on: connection, row: Self.account)
        insertCredential = try PreparedStatement(
            """
            INSERT INTO credentials
                (provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created, kind)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id
            """, on: connection
        ) { statement, credential in
            statement.bind(text: credential.provider.text, at: 1)
            statement.bind(credential.account.value, at: 2)
            statement.bind(credential.isLive, at: 3)
            statement.bind(credential.access.rawValue, at: 4)
            statement.bind(text: credential.identifier, at: 5)
            statement.bind(credential.secretDigest, at: 6)
            statement.bind(text: credential.label, at: 7)
            statement.bind(credential.isSandbox, at: 8)
            statement.bind(credential.createdAt.microseconds, at: 9)
            statement.bind(credential.kind.rawValue, at: 10)
        } row: {
            $0.integer(0)
        }
        revokeCredential = try PreparedStatement(
            "UPDATE credentials SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL", on: connection
        ) { statement, parameters in
            statement.bind(parameters.id, at: 1)
            statement.bind(parameters.at.microseconds, at: 2)
        }
        credentials = try PreparedStatement(
            """
            SELECT id, provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created,
                revoked, kind
            FROM credentials ORDER BY id
            """, on: connection
        ) { (row) throws(SQLiteError) in
            guard let access = Access(rawValue: row.integer(4)), let kind = CredentialKind(rawValue: row.integer(11))
            else {
                throw SQLiteError(
                    code: SQLITE_CORRUPT,
                    message: "credential \(row.integer(0)) has an access or a kind that there is not")
            }
            return StoredCredential(
                id: row.integer(0),
                credential: NewCredential(
                    provider: ProviderName(row.text(1)), kind: kind, account: AccountID(row.integer(2)),
                    isLive: row.integer(3) != 0, access: access, identifier: row.optionalText(5),
                    secretDigest: row.digest(6), label: row.optionalText(7), isSandbox: row.integer(8) != 0,
                    createdAt: Timestamp(microseconds: row.integer(9))),
                revokedAt: row.optionalInteger(10).map { Timestamp(microseconds: $0) })
        }
    }

    private static func account(_ row: SQLiteStatement) -> Account {
        Account(id: AccountID(row.integer(0)), name: row.text(1))
    }
}
