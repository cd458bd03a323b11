import Checkout
import Webhooks
import Wire

/// `webhooks/endpoints` and `webhooks/endpoints/{id}`.
enum EndpointsResource {
    /// All endpoints, oldest first, or those of one account. There is one part only, because an account has few.
    @Sendable static func list(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        let query = try QueryParameters(call.request.head.query, names: ["account"])
        guard let name = query.text("account") else { return list(of: nil, call) }
        return call.afterReading(.accounts) { (found, call) throws(ProblemDetails) in
            list(of: try SessionsResource.account(name, among: found.accounts), call)
        }
    }

    private static func list(of account: AccountID?, _ call: AdminAPI.AcceptedRequest) -> Reply {
        call.afterReading(.webhook(.endpoints(account: account))) { found, call in
            call.show(
                JSONWriter.object { json in
                    json.array("data") { json in
                        for endpoint in found.webhook.endpoints { EndpointDocument.write(endpoint, call, to: &json) }
                    }
                })
        }
    }

    @Sendable static func show(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        return try call.withEndpoint { endpoint, call in call.show(EndpointDocument.text(endpoint, call)) }
    }

    /// Makes an endpoint. This answer and that of `rotate` are the only ones that have the secret.
    @Sendable static func create(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let body = try call.body(members: nil)
        let members = try members(of: body, others: ["account"])
        let draft = try draft(members, call.services.webhooks)
        guard let vault = call.services.webhooks.vault else { throw .noSecretKey }
        let secret = members.secret.flatMap { WebhookSecret($0) } ?? .made(RandomPool.bytes)
        let add: @Sendable (AccountID, AdminAPI.AcceptedRequest) -> Reply = { account, call in
            let new = NewWebhookEndpoint(
                account: account, origin: .api, settings: draft.settings,
                secret: vault.sealed(secret, of: account, at: call.services.webhooks.realClock.now),
                createdAt: call.now)
            return .afterCommitting(
                .webhook(.addEndpoint(new)), .written(call.endpointAnswer(status: 201, secret: secret)))
        }
        guard let name = try accountName(in: body) else { return add(call.caller.account, call) }
        return call.afterReading(.accounts) { (found, call) throws(ProblemDetails) in
            add(try SessionsResource.account(name, among: found.accounts), call)
        }
    }

    /// The member `account`: a number, as sessions show it, or a text, as the filter of a list has it.
    private static func accountName(in body: JSON) throws(ProblemDetails) -> String? {
        guard let value = body.member("account") else { return nil }
        switch value.kind {
        case .string: return value.string
        case .integer: return String(decoding: value.source, as: UTF8.self)
        default: throw .badRequest("account has to be the number or the name of an account.")
        }
    }

    /// Changes all members that the body has, in one write.
    @Sendable static func change(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let body = try call.body(members: nil)
        let members = try members(of: body, others: ["disabled"])
        guard members.secret == nil else { throw .badRequest("secret is changed by rotate alone.") }
        var isDisabled: Bool?
        if let value = body.member("disabled") {
            isDisabled = value.bool
            guard isDisabled != nil else { throw .badRequest("disabled has to be true or false.") }
        }
        return try call.withEndpoint { [isDisabled] (endpoint, call) throws(ProblemDetails) in
            let switching: WebhookSwitch? = isDisabled.map { $0 ? .disable(.requested, at: call.now) : .enable }
            guard let write = try write(members, switching, of: endpoint, call) else {
                return call.show(EndpointDocument.text(endpoint, call))
            }
            return .afterCommitting(.webhook(write), .written(call.endpointAnswer()))
        }
    }

    /// The write of a change; nil if it changes nothing.
    private static func write(
        _ members: WebhookEndpointMembers, _ switching: WebhookSwitch?, of endpoint: WebhookEndpointRecord,
        _ call: AdminAPI.AcceptedRequest
    ) throws(ProblemDetails) -> WebhookWrite? {
        guard members == WebhookEndpointMembers() else {
            guard endpoint.origin != .configuration else { throw .configuredEndpoint }
            guard let present = WebhookEndpointDraft(kept: endpoint.settings) else { throw ProblemDetails(status: 500) }
            let draft = try draft(
                members.filled(from: present), call.services.webhooks, checksURL: members.url != nil)
            return .changeEndpoint(
                endpoint.id, account: nil, draft.settings, from: endpoint.settings, switching: switching)
        }
        return switch switching {
        case .disable(let reason, let now): .disableEndpoint(endpoint.id, account: nil, reason, at: now)
        case .enable: .enableEndpoint(endpoint.id, account: nil)
        case nil: nil
        }
    }

    @Sendable static func remove(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        _ = try call.optionalBody(members: [])
        return try call.withEndpoint { (endpoint, call) throws(ProblemDetails) in
            guard endpoint.origin != .configuration else { throw .configuredEndpoint }
            let webhooks = call.services.webhooks
            return .afterCommitting(
                .webhook(.removeEndpoint(endpoint.id, account: nil)),
                .written { written in
                    guard case .webhook(.done) = written else { return ProblemDetails.unknownEndpoint.response }
                    webhooks.endpointChanged(endpoint.id)
                    return Response(status: 204)
                })
        }
    }

    private static func members(of body: JSON, others: Set<String>) throws(ProblemDetails) -> WebhookEndpointMembers {
        do throws(WebhookIssues) {
            return try WebhookEndpointMembers(body, others: others)
        } catch {
            throw .badRequest(error)
        }
    }

    /// - Parameter checksURL: false for a URL that was there before, so that a stricter policy does not keep the owner
    ///   from changing the rest.
    private static func draft(
        _ members: WebhookEndpointMembers, _ webhooks: WebhookService, checksURL: Bool = true
    ) throws(ProblemDetails) -> WebhookEndpointDraft {
        do throws(WebhookIssues) {
            return try WebhookEndpointDraft(members) { checksURL ? webhooks.fault(ofURL: $0) : nil }
        } catch {
            throw .badRequest(error)
        }
    }
}
