import Checkout
import Wire

/// Changes of deliveries after they were written.
extension SQLiteStatements {
    func apply(_ write: WebhookWrite) throws(SQLiteError) -> WebhookWritten {
        switch write {
        case .addEndpoint(let endpoint): try add(endpoint)
        case .changeEndpoint(let id, let account, let settings, let old, let switching):
            try change(id, account, to: settings, from: old, switching)
        case .disableEndpoint(let id, let account, let reason, let now): try disable(id, account, reason, at: now)
        case .enableEndpoint(let id, let account): try enable(id, account)
        case .removeEndpoint(let id, let account): try removeEndpoint(id, account)
        case .rotateSecret(let id, let account, let secret, let end):
            try rotate(id, account, secret, othersUntil: end)
        case .replaceSecrets(let id, let secrets): try replaceSecrets(of: id, by: secrets)
        case .deliver(let delivery, let now): try deliver(delivery, at: now)
        case .record(let result): try record(result)
        case .resend(let id, let account, let now): try resend(id, account, at: now)
        case .recover(let id, let account, let since, let after, let now):
            try recover(id, account, since: since, after: after, at: now)
        }
    }

    /// Records the end of an attempt. The attempt is inserted first, because only this can be refused: if the number is
    /// taken, the delivery must not change.
    private func record(_ result: AttemptResult) throws(SQLiteError) -> WebhookWritten {
        let attempt = result.attempt
        guard let delivery = try deliveries.byID.first(result.delivery) else { return .unknown }
        guard delivery.attempts + 1 == attempt.number else { return .stale }
        try attempts.insert.run((delivery.id, attempt))
        let isPending = delivery.state == .pending
        let resent = delivery.due(afterAttemptAt: attempt.at)
        let (state, due): (DeliveryState, Timestamp?) =
            switch result.next {
            case .delivered: (.delivered, nil)
            case .retry(let due) where isPending: (.pending, min(due, resent ?? due))
            case .failed where isPending: resent.map { (.pending, $0) } ?? (.failed, nil)
            case .retry, .failed: (delivery.state, nil)
            }
        try settle(delivery, state, attempts: attempt.number, due: due)
        if result.next == .delivered {
            try endpoints.succeed.run((delivery.endpoint, attempt.at))
        } else {
            try endpoints.fail.run((delivery.endpoint, attempt.at))
        }
        if let reason = result.disables { _ = try disable(delivery.endpoint, nil, reason, at: attempt.at) }
        return .done
    }

    private func resend(_ id: Int64, _ account: AccountID?, at now: Timestamp) throws(SQLiteError) -> WebhookWritten {
        guard let delivery = try deliveries.byID.first(id), account == nil || account == delivery.account else {
            return .unknown
        }
        guard try endpoints.byID.first(delivery.endpoint) != nil else { return .noEndpoint }
        try settle(delivery, .pending, attempts: delivery.attempts, due: now)
        return .done
    }

    private func recover(
        _ endpoint: Int64, _ account: AccountID?, since: Timestamp, after: Int64, at now: Timestamp
    ) throws(SQLiteError) -> WebhookWritten {
        guard try self.endpoint(endpoint, of: account) != nil else { return .unknown }
        let rows = try deliveries.ofEndpointAfter.all((after, endpoint, WebhookWrite.recoveredMax))
        let states = [DeliveryState.failed, .skipped].map(\.rawValue)
        var count = 0
        for row in rows where states.contains(row.state) && row.created >= since.microseconds {
            guard let delivery = try deliveries.byID.first(row.id) else { continue }
            try settle(delivery, .pending, attempts: delivery.attempts, due: now)
            count += 1
        }
        return .recovered(count, next: rows.count == WebhookWrite.recoveredMax ? rows.last?.id : nil)
    }

    /// Changes the state of a delivery, and its place in the order of what is due.
    private func settle(
        _ delivery: DeliveryRecord, _ state: DeliveryState, attempts: Int64, due moment: Timestamp?
    ) throws(SQLiteError) {
        try deliveries.settle.run((delivery.id, state, attempts, moment))
        if let before = delivery.dueAt {
            try due.delete.run((delivery.endpoint, before.microseconds, delivery.id))
        }
        if let moment { try due.insert.run((delivery.endpoint, moment.microseconds, delivery.id)) }
    }
}
