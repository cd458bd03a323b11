import Checkout
import Webhooks
import Wire

/// `webhooks/deliveries` and `webhooks/deliveries/{id}`.
enum DeliveriesResource {
    private static let parameters: Set<String> = [
        "account", "endpoint", "session", "state", "type", "created_from", "created_to", "limit", "cursor",
    ]

    /// A page of deliveries, newest first.
    @Sendable static func list(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        let query = try QueryParameters(call.request.head.query, names: parameters)
        let part = try ListPart(query, of: .deliveries, call.services.links)
        var filter = DeliveryFilter()
        if let text = query.text("endpoint") {
            guard let id = WebhookEndpointID(text) else {
                throw .badRequest("endpoint has to be the id of a webhook endpoint.")
            }
            filter.endpoint = id.value
        }
        if let text = query.text("state") {
            guard let state = DeliveryState.allCases.first(where: { "\($0.word)" == text }) else {
                throw .badRequest("state has to be one of \(words(DeliveryState.allCases.map { "\($0.word)" })).")
            }
            filter.state = state
        }
        if let text = query.text("type") {
            guard WebhookEventType(word: text) != nil else {
                throw .badRequest("type has to be one of \(words(WebhookEventType.allCases.map(\.word))).")
            }
            filter.type = text
        }
        filter.from = try SessionsResource.moment("created_from", query)
        filter.to = try SessionsResource.moment("created_to", query)
        return try ofAccount(query, filter, part, call)
    }

    private static func words(_ all: [String]) -> String { all.joined(separator: ", ") }

    /// Continues with the account that the query names, if it names one.
    private static func ofAccount(
        _ query: QueryParameters, _ filter: DeliveryFilter, _ part: ListPart, _ call: AdminAPI.AcceptedRequest
    ) throws(ProblemDetails) -> Reply {
        guard let name = query.text("account") else { return try ofSession(query, filter, part, call) }
        return call.afterReading(.accounts) { (found, call) throws(ProblemDetails) in
            var filter = filter
            filter.account = try SessionsResource.account(name, among: found.accounts)
            return try ofSession(query, filter, part, call)
        }
    }

    /// Continues with the session that the query names, in any of its spellings, if it names one.
    private static func ofSession(
        _ query: QueryParameters, _ filter: DeliveryFilter, _ part: ListPart, _ call: AdminAPI.AcceptedRequest
    ) throws(ProblemDetails) -> Reply {
        guard let text = query["session"] else { return page(filter, part, call) }
        let unknown = ProblemDetails.badRequest("session has to be the id, the number or the token of a session.")
        let (links, providers) = (call.services.links, call.services.table.owners.map(\.type))
        guard let reference = SessionReference(text, links, providers) else { throw unknown }
        return call.afterReading(reference.query) { (found, call) throws(ProblemDetails) in
            guard let session = found.session, reference.names(session) else { throw unknown }
            var filter = filter
            filter.session = session.id
            return page(filter, part, call)
        }
    }

    private static func page(_ filter: DeliveryFilter, _ part: ListPart, _ call: AdminAPI.AcceptedRequest) -> Reply {
        let query = WebhookQuery.deliveries(filter, before: part.after, limit: part.limit)
        return call.afterReading(.webhook(query)) { found, call in
            let page = found.webhook.deliveries
            return call.show(
                JSONWriter.object { json in
                    json.array("data") { json in
                        for delivery in page.deliveries { DeliveryDocument.write(delivery, to: &json) }
                    }
                    json.name("next_cursor")
                    if let next = page.next { json.string(utf8: part.cursor(after: next).text) } else { json.null() }
                })
        }
    }

    @Sendable static func show(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        return try withDelivery(call) { detail, call in call.show(DeliveryDocument.text(detail, call)) }
    }

    /// Makes a delivery due at once, in any state, also if its endpoint is disabled or deleted. The id and the body of
    /// the delivery stay; each attempt has a new timestamp.
    @Sendable static func resend(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        _ = try call.optionalBody(members: [])
        return try withDelivery(call) { detail, call in resend(detail.delivery, call) }
    }

    private static func resend(_ delivery: DeliveryRecord, _ call: AdminAPI.AcceptedRequest) -> Reply {
        let (now, webhooks) = (call.now, call.services.webhooks)
        return .afterCommitting(
            .webhook(.resend(delivery.id, account: nil, at: now)),
            .written { written in
                switch written {
                case .webhook(.done):
                    webhooks.deliveriesChanged()
                    return DeliveryDocument.accepted(
                        DeliveryRecord(
                            id: delivery.id, endpoint: delivery.endpoint, account: delivery.account,
                            source: delivery.source, ordinal: delivery.ordinal, eventID: delivery.eventID,
                            type: delivery.type, format: delivery.format, createdAt: delivery.createdAt,
                            state: .pending, attempts: delivery.attempts, dueAt: now))
                case .webhook(.unknown): return ProblemDetails.unknownDelivery.response
                case .webhook(.noEndpoint): return removedEndpoint.response
                default: return ProblemDetails(status: 500).response
                }
            })
    }

    private static let removedEndpoint = ProblemDetails(
        status: 409, detail: "The gateway no longer keeps the webhook endpoint of this delivery.")

    /// Reads the delivery that the path names, and passes it on.
    private static func withDelivery(
        _ call: AdminAPI.AcceptedRequest,
        _ next: @escaping @Sendable (DeliveryDetail, AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply
    ) throws(ProblemDetails) -> Reply {
        guard let id = ASCII.natural(call.parameter).flatMap({ Int64(exactly: $0) }) else { throw .unknownDelivery }
        return call.afterReading(.webhook(.delivery(id))) { (found, call) throws(ProblemDetails) in
            guard let detail = found.webhook.delivery else { throw .unknownDelivery }
            return try next(detail, call)
        }
    }
}
