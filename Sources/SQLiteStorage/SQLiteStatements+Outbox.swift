import CSQLite
import Checkout
import Wire

/// Deliveries that events cause. Each is written in the transaction that writes its event.
extension SQLiteStatements {
    /// Writes the deliveries of an event, if an endpoint wants it. If one cannot be written, the whole transaction
    /// fails, because the event is in it already.
    ///
    /// - Parameter now: the moment of the write, from which on the deliveries are due. The event itself may have a
    ///   later one, if the clock was set back.
    func deliver(
        _ event: SessionEvent, in id: SessionID, of account: AccountID, at now: Timestamp
    ) throws(SQLiteError) {
        do throws(SQLiteError) {
            try write(deliveriesOf: event, in: id, of: account, at: now)
        } catch {
            guard error.isOfOneStatement else { throw error }
            throw SQLiteError(code: SQLITE_ABORT, message: "a webhook delivery was refused, \(error.message)")
        }
    }

    private func write(
        deliveriesOf event: SessionEvent, in id: SessionID, of account: AccountID, at now: Timestamp
    ) throws(SQLiteError) {
        guard let outbox = subscribers.outbox else { return }
        var failure: SQLiteError?
        let told = OutboxEvent(event, in: id, of: account, before: try statusBeforeLastEvent(of: id.key))
        let deliveries = outbox.deliveries(of: told, to: subscribers.wanting(event.event.kind, of: account)) {
            do throws(SQLiteError) {
                return try sessions.byKey.first(id.key)
            } catch {
                // If this failed, a damaged session would prevent the sweep from recording any expiry.
                if ![SQLITE_CORRUPT, SQLITE_MISMATCH].contains(error.primary) { failure = error }
                return nil
            }
        }
        if let failure { throw failure }
        let source = DeliveryRecord.Source(session: id, sequence: event.sequence)
        var messages: [(ordinal: Int64, format: Int64, number: Int64)] = []
        for delivery in deliveries {
            let known = messages.first { $0.ordinal == delivery.ordinal && $0.format == delivery.format }
            let message: Int64
            if let known {
                message = known.number
            } else {
                message = try keep(delivery.body)
                messages.append((delivery.ordinal, delivery.format, message))
            }
            let isSkipped = subscribers.isDisabled(delivery.endpoint, of: account)
            _ = try keep(delivery, of: account, source, message: message, isSkipped: isSkipped, at: now)
        }
    }

    /// The status that a session had before the last event of its timeline.
    private func statusBeforeLastEvent(of key: Int64) throws(SQLiteError) -> Status {
        var status = Status.open
        var isLast = true
        try events.kinds.each(key) { kind in
            defer { isLast = false }
            guard !isLast, let kind,
                let found = Status.allCases.first(where: { SessionEvent.Kind(of: $0) == kind })
            else { return true }
            status = found
            return false
        }
        return status
    }

    /// Writes a delivery that no event causes.
    func deliver(_ delivery: NewDelivery, at now: Timestamp) throws(SQLiteError) -> WebhookWritten {
        guard let endpoint = try endpoint(delivery.endpoint) else { return .unknown }
        let message = try keep(delivery.body)
        return .delivery(try keep(delivery, of: endpoint.account, nil, message: message, at: now))
    }

    private func keep(_ body: [UInt8]) throws(SQLiteError) -> Int64 {
        guard let number = try messages.insert.first(body) else { throw SQLiteError.noNumber }
        return number
    }

    private func keep(
        _ delivery: NewDelivery, of account: AccountID, _ source: DeliveryRecord.Source?, message: Int64,
        isSkipped: Bool = false, at now: Timestamp
    ) throws(SQLiteError) -> Int64 {
        let new = DeliveryStatements.New(
            delivery: delivery, account: account, source: source, message: message, isSkipped: isSkipped,
            createdAt: now)
        guard let number = try deliveries.insert.first(new) else { throw SQLiteError.noNumber }
        if !isSkipped { try due.insert.run((delivery.endpoint, now.microseconds, number)) }
        return number
    }

    /// Reads who wants which events, from all accounts or from one.
    func loadSubscribers(of account: AccountID? = nil) throws(SQLiteError) {
        guard subscribers.outbox != nil else { return }
        let rows: [EndpointStatements.Subscriber]
        if let account {
            rows = try endpoints.subscribersOfAccount.all(account)
        } else {
            rows = try endpoints.subscribers.all(())
        }
        subscribers.removeAll(of: account)
        for row in rows { subscribers.add(row.subscriber, of: row.account, isDisabled: row.isDisabled) }
        if account == nil { subscribers.isOutdated = false }
    }
}

extension SQLiteError {
    /// An insert has not returned the number of its row.
    fileprivate static let noNumber = SQLiteError(code: SQLITE_INTERNAL, message: "a new row has no number")
}
