import CSQLite
import Checkout
import Wire

/// Changes of endpoints. Each reads the account's endpoints again, for the events that follow in the same transaction.
extension SQLiteStatements {
    /// An endpoint with its secrets; nil if it does not exist, is removed or is another account's.
    func endpoint(
        _ id: Int64, of account: AccountID? = nil, includingRemoved: Bool = false
    ) throws(SQLiteError) -> WebhookEndpointRecord? {
        guard var endpoint = try endpoints.byID.first(id), account == nil || account == endpoint.account,
            includingRemoved || !endpoint.isRemoved
        else { return nil }
        endpoint.secrets = try secrets.ofEndpoint.all(id)
        return endpoint
    }

    func add(_ endpoint: NewWebhookEndpoint) throws(SQLiteError) -> WebhookWritten {
        let count = try endpoints.count.first(endpoint.account) ?? 0
        guard count < WebhookEndpointRecord.countMax else { return .tooMany }
        guard let id = try endpoints.insert.first(endpoint) else { return .unknown }
        try secrets.insert.run((id, endpoint.secret))
        return try changed(id, of: endpoint.account)
    }

    func change(
        _ id: Int64, _ account: AccountID?, to settings: WebhookSettings, from old: WebhookSettings?,
        _ switching: WebhookSwitch?
    ) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, of: account) else { return .unknown }
        if let old, old != endpoint.settings { return .stale }
        try endpoints.change.run((id, settings))
        return switch switching {
        case .disable(let reason, let now): try disable(id, account, reason, at: now)
        case .enable: try enable(id, account)
        case nil: try changed(id, of: endpoint.account)
        }
    }

    func disable(
        _ id: Int64, _ account: AccountID?, _ reason: WebhookDisabling, at now: Timestamp
    ) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, of: account) else { return .unknown }
        try endpoints.disable.run((id, reason, now))
        try skipPending(of: id)
        return try changed(id, of: endpoint.account)
    }

    func enable(_ id: Int64, _ account: AccountID?) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, of: account) else { return .unknown }
        try endpoints.enable.run(id)
        return try changed(id, of: endpoint.account)
    }

    func removeEndpoint(_ id: Int64, _ account: AccountID?) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, of: account) else { return .unknown }
        try skipPending(of: id)
        try endpoints.remove.run(id)
        try deleteIfUnused(id)
        try loadSubscribers(of: endpoint.account)
        return .done
    }

    /// Deletes a removed endpoint and its secrets, unless it has deliveries that may be sent again.
    func deleteIfUnused(_ id: Int64) throws(SQLiteError) {
        guard try endpoints.unused.first(id) != nil else { return }
        try secrets.deleteAll.run(id)
        try endpoints.delete.run(id)
    }

    func rotate(
        _ id: Int64, _ account: AccountID?, _ secret: SealedSecret, othersUntil end: Timestamp
    ) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, of: account) else { return .unknown }
        let now = secret.createdAt
        let others = now < end ? endpoint.secrets.count(where: { $0.isLive(at: now) }) : 0
        guard others < SealedSecret.liveMax else { return .tooMany }
        try secrets.retire.run((id, end))
        try secrets.deleteRetired.run((id, now))
        try secrets.insert.run((id, secret))
        return try changed(id, of: endpoint.account)
    }

    func replaceSecrets(of id: Int64, by sealed: [SealedSecret]) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(id, includingRemoved: true) else { return .unknown }
        guard (1...SealedSecret.liveMax).contains(sealed.count) else { return .tooMany }
        try secrets.deleteAll.run(id)
        for secret in sealed { try secrets.insert.run((id, secret)) }
        return try changed(id, of: endpoint.account)
    }

    /// Makes the pending deliveries of an endpoint skipped.
    private func skipPending(of endpoint: Int64) throws(SQLiteError) {
        try due.skip.run(endpoint)
        try due.deleteAll.run(endpoint)
    }

    private func changed(_ id: Int64, of account: AccountID) throws(SQLiteError) -> WebhookWritten {
        try loadSubscribers(of: account)
        guard let endpoint = try endpoint(id, includingRemoved: true) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "a webhook endpoint that was just written is not there")
        }
        return .endpoint(endpoint)
    }
}
