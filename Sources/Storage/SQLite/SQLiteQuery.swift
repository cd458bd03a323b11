/// Every statement that runs after the start. All are prepared when a connection is opened, so that a slip in one fails
/// the start and not a request.
enum SQLiteQuery: Int, CaseIterable {
    case insertSession
    case moveSession
    case sessionByKey
    case firstSessionFrom
    case sessionsOfAccount
    case sessions
    case greatestSession
    case insertAccount
    case accountByName
    case accounts
    case insertCredential
    case revokeCredential
    case credentials
    case insertSetting
    case replaceSetting
    case settingByName

    var sql: String {
        switch self {
        case .insertSession:
            "INSERT INTO sessions (\(SessionColumn.list)) VALUES (\(SessionColumn.parameters))"
        case .moveSession:
            """
            UPDATE sessions SET status = ?3, updated = ?4, completed = ?5, cancelled = ?6
            WHERE key = ?1 AND status = ?2
            """
        case .sessionByKey:
            "SELECT \(SessionColumn.list) FROM sessions WHERE key = ?1"
        case .firstSessionFrom:
            "SELECT key, number FROM sessions WHERE key >= ?1 ORDER BY key LIMIT 1"
        case .sessionsOfAccount:
            """
            SELECT \(SessionColumn.list) FROM sessions WHERE account = ?2 AND provider = ?3 AND key < ?1
            ORDER BY key DESC
            """
        case .sessions:
            "SELECT \(SessionColumn.list) FROM sessions WHERE key < ?1 ORDER BY key DESC"
        case .greatestSession:
            "SELECT key, number FROM sessions ORDER BY key DESC LIMIT 1"
        case .insertAccount:
            "INSERT INTO accounts (name) VALUES (?1) ON CONFLICT (name) DO NOTHING"
        case .accountByName:
            "SELECT id, name FROM accounts WHERE name = ?1"
        case .accounts:
            "SELECT id, name FROM accounts ORDER BY id"
        case .insertCredential:
            """
            INSERT INTO credentials
                (provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id
            """
        case .revokeCredential:
            "UPDATE credentials SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL"
        case .credentials:
            """
            SELECT id, provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created,
                revoked
            FROM credentials ORDER BY id
            """
        case .insertSetting:
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING"
        case .replaceSetting:
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        case .settingByName:
            "SELECT value FROM settings WHERE name = ?1"
        }
    }
}
