import Checkout
import Wire

/// Reads of endpoints and deliveries.
extension SQLiteReader {
    /// What a query about webhooks finds.
    func find(_ query: WebhookQuery) throws(StoreFailure) -> WebhookFound {
        switch query {
        case .endpoint(let id, let includingRemoved):
            .endpoint(
                try read { (statements) throws(SQLiteError) in
                    try statements.endpoint(id, includingRemoved: includingRemoved)
                })
        case .endpoints(let account, let includingRemoved):
            .endpoints(try endpoints(of: account, includingRemoved: includingRemoved))
        case .deliveries(let filter, let before, let limit):
            .deliveries(try deliveries(filter, before: before, limit: limit))
        case .delivery(let id): .delivery(try delivery(id))
        case .told(let session, let limit): .told(try told(of: session, limit: limit))
        case .body(let id): .body(try body(ofDelivery: id))
        case .due(let now, let limit, let others): .due(try due(at: now, limit: limit, besides: others))
        }
    }

    private func endpoints(
        of account: AccountID?, includingRemoved: Bool
    ) throws(StoreFailure) -> [WebhookEndpointRecord] {
        try read { (statements) throws(SQLiteError) in
            var endpoints: [WebhookEndpointRecord]
            if let account {
                endpoints = try statements.endpoints.ofAccount.all(account)
            } else {
                endpoints = try statements.endpoints.all.all(())
            }
            if !includingRemoved { endpoints.removeAll(where: \.isRemoved) }
            for index in endpoints.indices {
                endpoints[index].secrets = try statements.secrets.ofEndpoint.all(endpoints[index].id)
            }
            return endpoints
        }
    }

    /// The deliveries that pass a filter, newest first: at most `limit`, found among at most ``examinedRowsMax``.
    private func deliveries(
        _ filter: DeliveryFilter, before: Int64?, limit: Int
    ) throws(StoreFailure) -> DeliveryPage {
        try read { (statements) throws(SQLiteError) in
            var found: [DeliveryRecord] = []
            var examined = 0
            var last: Int64?
            var hasMore = false
            try statements.walk(filter, before: before ?? .max) { delivery in
                // Finding one more delivery than the limit shows that deliveries follow.
                guard found.count < limit, examined < Self.examinedRowsMax else {
                    hasMore = true
                    return false
                }
                examined += 1
                last = delivery.id
                if filter.selects(delivery) { found.append(delivery) }
                return true
            }
            return DeliveryPage(found, next: hasMore ? last : nil)
        }
    }

    private func delivery(_ id: Int64) throws(StoreFailure) -> DeliveryDetail? {
        try read { (statements) throws(SQLiteError) in
            guard let delivery = try statements.deliveries.byID.first(id) else { return nil }
            return DeliveryDetail(
                delivery, attempts: try statements.attempts.ofDelivery.all(id),
                body: try statements.messages.ofDelivery.first(id) ?? nil)
        }
    }

    private func told(of session: SessionID, limit: Int) throws(StoreFailure) -> [ToldDelivery] {
        let filter = DeliveryFilter(session: session)
        let newest = try deliveries(filter, before: nil, limit: limit).deliveries
        return try read { (statements) throws(SQLiteError) in
            var told: [ToldDelivery] = []
            for delivery in newest.reversed() {
                let attempts = try statements.attempts.endsOfDelivery.all(delivery.id)
                told.append(ToldDelivery(delivery, attempts: attempts))
            }
            return told
        }
    }

    private func body(ofDelivery id: Int64) throws(StoreFailure) -> [UInt8]? {
        try read { (statements) throws(SQLiteError) in
            guard let found = try statements.messages.ofDelivery.first(id) else { return nil }
            guard let body = found else { throw SQLiteError.unreadable("webhook delivery \(id) has a damaged body") }
            return body
        }
    }

    private func due(at now: Timestamp, limit: Int, besides others: Set<Int64>) throws(StoreFailure) -> DuePage {
        try read { (statements) throws(SQLiteError) in
            var page = DuePage()
            var endpoint = Int64.min
            while let next = try statements.due.endpointAfter.first(endpoint) {
                endpoint = next
                if others.contains(endpoint) { continue }
                let tooLate = now.advanced(microseconds: DeliveryRecord.waitMicrosecondsMax).microseconds
                for range in [Int64.min...now.microseconds, tooLate...Int64.max] {
                    page.deliveries += try statements.due.ofEndpoint.all((endpoint, range, limit))
                }
                if let later = try statements.due.nextOfEndpoint.first((endpoint, now)) {
                    page.next = min(page.next ?? .last, Timestamp(microseconds: later))
                }
            }
            page.deliveries.sort {
                ($0.delivery.dueAt ?? .first, $0.delivery.id) < ($1.delivery.dueAt ?? .first, $1.delivery.id)
            }
            return page
        }
    }
}

extension SQLiteStatements {
    /// Reads deliveries, newest first, until there are no more or `body` returns false. They include all that the
    /// filter selects.
    fileprivate func walk(
        _ filter: DeliveryFilter, before id: Int64, _ body: (DeliveryRecord) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        if let session = filter.session {
            try deliveries.ofSessionBefore.each((id, session.key), body)
        } else if let endpoint = filter.endpoint {
            try deliveries.ofEndpointBefore.each((id, endpoint), body)
        } else {
            try deliveries.before.each(id, body)
        }
    }
}
