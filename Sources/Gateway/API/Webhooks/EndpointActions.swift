import Checkout
import Webhooks
import Wire

/// `webhooks/endpoints/{id}/rotate`, `ping` and `recover`.
enum EndpointActions {
    /// Gives the endpoint another secret. The old one signs beside it for a day.
    @Sendable static func rotate(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let given = try call.optionalBody(members: ["secret"])?.member("secret")
        // A secret that is not a text breaks the rule too.
        let secret = given.map { WebhookSecret($0.string ?? "") } ?? .made(RandomPool.bytes)
        guard let secret else { throw .badRequest("secret has to be \(WebhookSecret.rule).") }
        guard let vault = call.services.webhooks.vault else { throw .noSecretKey }
        return try call.withEndpoint { (endpoint, call) throws(ProblemDetails) in
            guard endpoint.origin != .configuration else { throw .configuredEndpoint }
            let now = call.services.webhooks.realClock.now
            let live = endpoint.secrets.filter { $0.isLive(at: now) }
            let known = live.map { vault.secret($0, of: endpoint.account) }
            // A client that repeats a call whose answer it missed must not use up a place.
            if let newest = known.last, newest == secret {
                return call.show(EndpointDocument.text(endpoint, secret: secret, call))
            }
            guard !known.contains(secret) else {
                throw ProblemDetails(
                    status: 409, detail: "The endpoint has had this secret before, and it still signs.")
            }
            if live.count >= SealedSecret.liveMax, let end = live.compactMap(\.retiredAt).min() {
                throw ProblemDetails(status: 409, detail: LiveSecrets.TooMany(until: end).sentence)
            }
            let write = WebhookWrite.rotateSecret(
                endpoint.id, account: nil, vault.sealed(secret, of: endpoint.account, at: now),
                othersUntil: now.advanced(seconds: LiveSecrets.overlapSeconds))
            let answer = call.endpointAnswer(secret: secret)
            return .afterCommitting(
                .webhook(write),
                .written { written in
                    guard case .webhook(.tooMany) = written else { return answer(written) }
                    return ProblemDetails(
                        status: 409,
                        detail: "The endpoint has \(SealedSecret.liveMax) secrets that sign, which is the most."
                    ).response
                })
        }
    }

    /// Sends the endpoint an event that belongs to no session, also if it is disabled.
    @Sendable static func ping(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        _ = try call.optionalBody(members: [])
        return try call.withEndpoint { (endpoint, call) throws(ProblemDetails) in
            guard let format = WebhookFormat(rawValue: endpoint.settings.format) else {
                throw ProblemDetails(status: 500)
            }
            // The number is as good as unique, because it has 60 random bits.
            let event = WebhookEvent(ping: .random(in: 0...SessionID.keyMax), at: call.now)
            let body =
                switch format {
                case .gateway: GatewayBody.ping(event)
                case .stripe: StripeBody.ping(event, isLive: call.caller.isLive)
                }
            let new = NewDelivery(
                endpoint: endpoint.id, eventID: event.id.text, type: event.type.word, format: format.rawValue,
                body: body)
            let (now, webhooks) = (call.now, call.services.webhooks)
            return .afterCommitting(
                .webhook(.deliver(new, at: now)),
                .written { written in
                    guard case .webhook(.delivery(let id)) = written else {
                        return ProblemDetails.unknownEndpoint.response
                    }
                    webhooks.deliveriesChanged()
                    return DeliveryDocument.accepted(
                        DeliveryRecord(
                            id: id, endpoint: endpoint.id, account: endpoint.account, source: nil, ordinal: new.ordinal,
                            eventID: new.eventID, type: new.type, format: new.format, createdAt: now, state: .pending,
                            attempts: 0, dueAt: now))
                })
        }
    }

    /// Makes failed and skipped deliveries since a moment pending again, a part of them for each call, so that one call
    /// does not keep the other writes waiting for long.
    @Sendable static func recover(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let body = try call.body(members: ["since", "after"])
        guard let since = body.member("since")?.stringBytes.flatMap({ Timestamp(rfc3339: $0) }) else {
            throw .badRequest("since has to be a date and time as in RFC 3339.")
        }
        let links = call.services.links
        return try call.withEndpoint { (endpoint, call) throws(ProblemDetails) in
            guard endpoint.disabled == nil else { throw .disabledEndpoint }
            let filter = Array("\(endpoint.id) \(since.microseconds)".utf8)
            var after: Int64 = 0
            if let value = body.member("after"), !value.isNull {
                guard
                    let cursor = ListCursor(Array((value.string ?? "").utf8)[...], of: .recovery, filter: filter, links)
                else {
                    throw .badRequest(
                        "after has to be the `next` of the call before, to the same endpoint with the same since.")
                }
                after = cursor.key
            }
            let webhooks = call.services.webhooks
            return .afterCommitting(
                .webhook(.recover(endpoint.id, account: nil, since: since, after: after, at: call.now)),
                .written { written in
                    guard case .webhook(.recovered(let count, let next)) = written else {
                        return ProblemDetails.unknownEndpoint.response
                    }
                    if count > 0 { webhooks.deliveriesChanged() }
                    return .ok(
                        JSONWriter.object { json in
                            json.member("recovered", Int64(count))
                            json.name("next")
                            if let next {
                                json.string(utf8: ListCursor(next, of: .recovery, filter: filter, links).text)
                            } else {
                                json.null()
                            }
                        })
                })
        }
    }
}
