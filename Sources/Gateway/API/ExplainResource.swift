import Checkout
import Wire

/// `explain`: what a provider's create request asks for, or which rule it breaks, and the provider's answer. Nothing is
/// stored.
enum ExplainResource {
    @Sendable static func explain(_ call: AdminAPI.AcceptedRequest) throws(ProblemDetails) -> Reply {
        _ = try QueryParameters(call.request.head.query, names: [])
        let body = try call.body(members: ["provider", "method", "path", "headers", "body"])
        let explained = try ExplainedRequest(body, call)
        let outcome: Result<Draft, Failure>
        do throws(Failure) {
            outcome = .success(try draft(explained, call))
        } catch {
            outcome = .failure(error)
        }
        return .now(
            .ok(
                JSONWriter.object { json in
                    let (name, provider) = (explained.owner.name, explained.owner.provider)
                    json.member("provider", name.text)
                    switch outcome {
                    case .success(let draft):
                        json.member("outcome", "accepted")
                        write(draft, to: &json)
                        let session = CheckoutSession.placeholder(of: draft, for: name, at: call.now)
                        write(provider.render(session, for: .create, at: call.now, call.services.links), to: &json)
                    case .failure(let failure):
                        json.member("outcome", "refused")
                        write(failure, to: &json)
                        write(provider.render(failure), to: &json)
                    }
                }))
    }

    /// Checks in the provider's own order, as for a real request. A request without a credential is judged as that of a
    /// caller who may create.
    private static func draft(_ explained: ExplainedRequest, _ call: AdminAPI.AcceptedRequest) throws(Failure) -> Draft
    {
        let (services, owner, request) = (call.services, explained.owner, explained.request)
        let parameters: [[UInt8]]
        // The administrator's credential was accepted already, so a wrong one in the explained request is not counted
        // as an attempt to guess.
        var visit = Visit.uncounted
        switch services.router.route(request.head, &visit) {
        case .call(_, let route, let found, _) where route.operation == .create: parameters = found
        case .failure(_, let failure, let path):
            throw owner.failure(of: request, failure, at: path) { () throws(Failure) in
                try Self.caller(explained, services.keys)
            }
        case .call, .gateway: throw .unknownRoute
        }
        let (caller, document) = try owner.checked(request, for: .create) { () throws(Failure) in
            try Self.caller(explained, services.keys)
        }
        let values = request.head.values(of: "idempotency-key")
        if let value = values.first, values.count > 1 || IdempotencyKey(value) == nil { throw .invalidIdempotencyKey }
        return try owner.provider.read(
            Checkout.Call(
                request: request, parameters: parameters, document: document, caller: caller,
                catalogue: services.catalogue, lifetimeSeconds: owner.lifetimeSeconds, now: call.now,
                digest: SHA256.digest,
                asciiHost: InternationalName.ascii))
    }

    private static func caller(_ explained: ExplainedRequest, _ keys: KeyRing) throws(Failure) -> Caller {
        let credential: Credential
        do throws(Failure) {
            credential = try explained.owner.provider.identify(explained.request.head)
        } catch {
            guard case .unauthenticated(.missing) = error else { throw error }
            return Caller(account: AccountID(0), isLive: false, access: .write, identifier: nil)
        }
        return try keys.caller(credential, of: explained.owner.name)
    }

    private static func write(_ draft: Draft, to json: inout JSONWriter) {
        json.object("draft") { json in
            json.member("mode", "\(draft.mode)")
            SessionDocument.writeMembers(of: draft, to: &json)
            json.member("lifetime_seconds", draft.lifetimeSeconds)
            UnfollowedURLs.write(of: draft, to: &json)
        }
    }

    private static func write(_ failure: Failure, to json: inout JSONWriter) {
        json.object("failure") { json in
            json.member("kind", failure.kind.rawValue)
            json.member("why", failure.why)
            json.array("issues") { json in
                guard case .invalid(let issues) = failure else { return }
                for issue in issues {
                    json.object { json in
                        json.member("path", issue.path)
                        json.member("rule", words(for: issue.rule))
                        json.member("offset", Int64(issue.offset))
                    }
                }
            }
        }
    }

    /// Writes the provider's answer, with its body as JSON if it is JSON.
    private static func write(_ answer: Response, to json: inout JSONWriter) {
        json.object("answer") { json in
            json.member("status", Int64(answer.status))
            json.object("headers") { json in
                if let type = answer.contentType { json.member("Content-Type", type) }
                for field in answer.fields {
                    json.name(bytes: Array(field.name.utf8))
                    json.string(field.value)
                }
            }
            json.name("body")
            if let body = JSONText(JSONDocument(utf8: answer.body)) {
                json.value(body)
            } else {
                json.string(String(decoding: answer.body, as: UTF8.self))
            }
        }
    }

    private static func words(for rule: Rule) -> String {
        switch rule {
        case .missing: "is missing"
        case .duplicate: "is there twice"
        case .missingAll(let names): "one of these has to be there: \(names.joined(separator: ", "))"
        case .type(let type): "has to be of type \(type)"
        case .fractional: "has to be a whole number"
        case .range(let low, let high): "has to lie between \(low) and \(high)"
        case .choice(let words): "has to be one of: \(words.joined(separator: ", "))"
        case .format(.prefixed(let prefix)): "has to begin with \(prefix) and go on"
        case .format(let format): "has to be of the form \(format)"
        case .length(let count): "has to be \(count) characters long"
        case .own(let own): own.rule.summary
        }
    }
}

extension CheckoutSession {
    /// The session that a draft would become, with an id and a number that no stored session has; numbers in the store
    /// begin at 1. A provider's answer to it has the form, the status and the times of a real one, but its links open
    /// no page.
    static func placeholder(of draft: Draft, for provider: ProviderName, at now: Timestamp) -> CheckoutSession {
        CheckoutSession(
            id: SessionID(key: 0, tail: 0), number: 0, provider: provider, account: AccountID(0), isLive: false,
            status: .open, draft: draft, createdAt: now)
    }
}
