/// Every statement that runs after the start. All are prepared when a connection is opened, so that a slip in one fails
/// the start and not a request.
enum SQLiteQuery: Int, CaseIterable {
    case begin
    case commit
    case rollback
    case insertSession
    case insertActivePeriod
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
    case sessionState
    case lastEvent
    case kindsOfEvents
    case insertEvent
    case eventsOfSession
    case expireSession
    case sessionsToSweep
    case insertDeadline
    case deadlinesDue
    case deleteDeadline
    case claimByDigest
    case insertClaim
    case deleteClaim
    case claimsByAge

    var sql: String {
        switch self {
        case .begin:
            // The right to write is got here, or refused here, and never in the middle.
            "BEGIN IMMEDIATE"
        case .commit:
            "COMMIT"
        case .rollback:
            "ROLLBACK"
        case .insertSession:
            "INSERT INTO sessions (\(SessionColumn.list)) VALUES (\(SessionColumn.parameters))"
        case .insertActivePeriod:
            "INSERT INTO active_periods (account, provider, period) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
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
            SELECT \(SessionColumn.list)
            FROM (
                SELECT period FROM active_periods
                WHERE account = ?2 AND provider = ?3 AND period <= ?1 >> \(ActivePeriods.periodBits)
            ) CROSS JOIN sessions
            WHERE account = ?2 AND provider = ?3 AND key < ?1
                AND key >= period << \(ActivePeriods.periodBits)
                AND key < (period + 1) << \(ActivePeriods.periodBits)
            ORDER BY period DESC, key DESC
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
                (provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created, kind)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id
            """
        case .revokeCredential:
            "UPDATE credentials SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL"
        case .credentials:
            """
            SELECT id, provider, account, is_live, access, identifier, secret_digest, label, is_sandbox, created,
                revoked, kind
            FROM credentials ORDER BY id
            """
        case .insertSetting:
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING"
        case .replaceSetting:
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        case .settingByName:
            "SELECT value FROM settings WHERE name = ?1"
        case .sessionState:
            "SELECT tail, status, created, expires FROM sessions WHERE key = ?1"
        case .lastEvent:
            "SELECT sequence, at FROM events WHERE session = ?1 ORDER BY sequence DESC LIMIT 1"
        case .kindsOfEvents:
            "SELECT kind FROM events WHERE session = ?1 ORDER BY sequence DESC"
        case .insertEvent:
            "INSERT INTO events (session, sequence, at, kind, actor, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        case .eventsOfSession:
            "SELECT sequence, at, kind, actor, detail FROM events WHERE session = ?1 ORDER BY sequence"
        case .expireSession:
            """
            UPDATE sessions SET status = ?2, updated = max(updated, expires)
            WHERE key = ?1 AND status IN (?3, ?4) AND expires <= ?5
            """
        case .sessionsToSweep:
            """
            SELECT key, status, expires FROM sessions WHERE key > ?1 AND key <= ?2 ORDER BY key LIMIT ?3
            """
        case .insertDeadline:
            "INSERT INTO deadlines (expires, session) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
        case .deadlinesDue:
            "SELECT expires, session FROM deadlines WHERE expires <= ?1 ORDER BY expires, session LIMIT ?2"
        case .deleteDeadline:
            "DELETE FROM deadlines WHERE expires = ?1 AND session = ?2"
        case .claimByDigest:
            """
            SELECT id, fingerprint, session, tail, created, status, content_type, body
            FROM idempotency WHERE digest = ?1
            """
        case .insertClaim:
            """
            INSERT INTO idempotency (digest, fingerprint, session, tail, created, status, content_type, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """
        case .deleteClaim:
            "DELETE FROM idempotency WHERE id = ?1"
        case .claimsByAge:
            "SELECT id, created FROM idempotency WHERE created <= ?2 ORDER BY id LIMIT ?1"
        }
    }
}
