package import Wire

/// A question about endpoints or deliveries.
package enum WebhookQuery: Sendable {
    /// The endpoint with this number. A removed one is found only with `includingRemoved`, while a delivery of it is
    /// kept.
    case endpoint(Int64, includingRemoved: Bool = false)
    /// The endpoints of an account, oldest first; nil: of all accounts. Removed ones as for `endpoint`.
    case endpoints(account: AccountID?, includingRemoved: Bool = false)
    /// A page of deliveries, newest first.
    case deliveries(DeliveryFilter, before: Int64? = nil, limit: Int)
    /// One delivery with its attempts and its body.
    case delivery(Int64)
    /// What was told about a session: its newest deliveries with their attempts, oldest first, at most `limit`. The
    /// attempts have no answers, because those can be long.
    case told(SessionID, limit: Int)
    /// The body of a delivery, for the next attempt.
    case body(delivery: Int64)
    /// The deliveries of each endpoint that are due at a moment, at most `limit` of each endpoint, so that an endpoint
    /// with many of them hides no other endpoint. Endpoints in `besides` are left out.
    ///
    /// A delivery that would be due after ``DeliveryRecord/waitMicrosecondsMax`` is due now: it was written before the
    /// clock was set back.
    case due(at: Timestamp, limit: Int, besides: Set<Int64> = [])
}

/// Which deliveries belong to a list. Nil: all.
package struct DeliveryFilter: Sendable, Equatable {
    package var account: AccountID?
    package var endpoint: Int64?
    package var session: SessionID?
    package var state: DeliveryState?
    package var type: String?
    /// Only deliveries that were made at this moment or later.
    package var from: Timestamp?
    /// Only deliveries that were made before this moment.
    package var to: Timestamp?

    package init(
        account: AccountID? = nil, endpoint: Int64? = nil, session: SessionID? = nil, state: DeliveryState? = nil,
        type: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.account = account
        self.endpoint = endpoint
        self.session = session
        self.state = state
        self.type = type
        self.from = from
        self.to = to
    }

    /// Whether a delivery belongs to the list.
    package func selects(_ delivery: DeliveryRecord) -> Bool {
        if let account, account != delivery.account { return false }
        if let endpoint, endpoint != delivery.endpoint { return false }
        if let session, session != delivery.source?.session { return false }
        if let state, state != delivery.state { return false }
        if let type, type != delivery.type { return false }
        if let from, delivery.createdAt < from { return false }
        if let to, delivery.createdAt >= to { return false }
        return true
    }
}

/// A part of a list of deliveries, newest first.
package struct DeliveryPage: Sendable, Equatable {
    package let deliveries: [DeliveryRecord]
    /// The `before` of the next page; nil if no deliveries follow. A page that has a next one may be short or empty,
    /// because one read examines a limited number of deliveries.
    package let next: Int64?

    package init(_ deliveries: [DeliveryRecord], next: Int64?) {
        self.deliveries = deliveries
        self.next = next
    }
}

/// A delivery with everything that the store keeps of it.
package struct DeliveryDetail: Sendable, Equatable {
    package let delivery: DeliveryRecord
    /// Oldest first.
    package let attempts: [AttemptRecord]
    /// Nil if the stored body is damaged.
    package let body: [UInt8]?

    package init(_ delivery: DeliveryRecord, attempts: [AttemptRecord], body: [UInt8]?) {
        self.delivery = delivery
        self.attempts = attempts
        self.body = body
    }
}

/// A delivery of a session, with how its attempts ended.
package struct ToldDelivery: Sendable, Equatable {
    package let delivery: DeliveryRecord
    /// Oldest first, without answers.
    package let attempts: [AttemptRecord]

    package init(_ delivery: DeliveryRecord, attempts: [AttemptRecord]) {
        self.delivery = delivery
        self.attempts = attempts
    }
}

/// A delivery whose next attempt is due.
package struct DueDelivery: Sendable, Equatable {
    package let delivery: DeliveryRecord
    /// Whether an earlier delivery of the same session to the same endpoint is pending.
    package let followsPending: Bool

    package init(_ delivery: DeliveryRecord, followsPending: Bool) {
        self.delivery = delivery
        self.followsPending = followsPending
    }
}

/// What is due, and when there is more.
package struct DuePage: Sendable, Equatable {
    /// In the order of their due moments.
    package var deliveries: [DueDelivery]
    /// The earliest due moment after the moment of the query; nil if nothing is due later.
    package var next: Timestamp?

    package init(_ deliveries: [DueDelivery] = [], next: Timestamp? = nil) {
        self.deliveries = deliveries
        self.next = next
    }
}

/// A store's answer to the query with the same name. Nil if the store has no such record.
package enum WebhookFound: Sendable {
    case endpoint(WebhookEndpointRecord?)
    case endpoints([WebhookEndpointRecord])
    case deliveries(DeliveryPage)
    case delivery(DeliveryDetail?)
    case told([ToldDelivery])
    case body([UInt8]?)
    case due(DuePage)
}

/// The value of each case, as those of ``Found``.
extension WebhookFound {
    /// The endpoint of `WebhookQuery.endpoint(_:includingRemoved:)`.
    package var endpoint: WebhookEndpointRecord? {
        guard case .endpoint(let endpoint) = self else { preconditionFailure("This query finds an endpoint.") }
        return endpoint
    }

    /// The endpoints of `WebhookQuery.endpoints(account:includingRemoved:)`.
    package var endpoints: [WebhookEndpointRecord] {
        guard case .endpoints(let endpoints) = self else { preconditionFailure("This query finds endpoints.") }
        return endpoints
    }

    /// The page of `WebhookQuery.deliveries(_:before:limit:)`.
    package var deliveries: DeliveryPage {
        guard case .deliveries(let page) = self else { preconditionFailure("This query finds deliveries.") }
        return page
    }

    /// The delivery of `WebhookQuery.delivery(_:)`.
    package var delivery: DeliveryDetail? {
        guard case .delivery(let detail) = self else { preconditionFailure("This query finds a delivery.") }
        return detail
    }

    /// The deliveries of `WebhookQuery.told(_:limit:)`.
    package var told: [ToldDelivery] {
        guard case .told(let told) = self else { preconditionFailure("This query finds what was told.") }
        return told
    }

    /// The body of `WebhookQuery.body(delivery:)`.
    package var body: [UInt8]? {
        guard case .body(let body) = self else { preconditionFailure("This query finds a body.") }
        return body
    }

    /// The deliveries of `WebhookQuery.due(at:limit:besides:)`.
    package var due: DuePage {
        guard case .due(let page) = self else { preconditionFailure("This query finds what is due.") }
        return page
    }
}
