import Checkout
package import Wire

/// The gateway's own API, below `/gateway/v1`: shows every session of every provider with its events, and lets a test
/// change one. It has its own table of routes, one file for each resource, and answers failures as problems (RFC 9457).
package struct AdminAPI: Sendable {
    /// The values that all resources need.
    struct Services: Sendable {
        let router: Router
        let table: RoutingTable
        let keys: KeyRing
        let catalogue: Catalogue
        let links: Links
        /// Hides personal data and secrets in timelines.
        let mask: Mask
        /// Nil outside a sandbox.
        let sandboxClock: SandboxClock?
        let webhooks: WebhookService
        let feed: WebhookFeed
        /// Called after the clock was put forward or back.
        let timeLeapt: @Sendable () -> Void

        /// The actor of an event that this API causes.
        var actor: Actor { sandboxClock == nil ? .admin : .sandbox }
    }

    /// One request whose caller may send it.
    struct AcceptedRequest: Sendable {
        let request: Request
        /// The text in place of the braces of the route's path.
        let parameter: ArraySlice<UInt8>
        let caller: Caller
        let services: Services
        var inquiry: Inquiry

        var now: Timestamp { inquiry.now }

        /// Makes the addresses of pages; nil for a caller who may only read, because such an address is enough to pay
        /// or to cancel.
        var pageLinks: Links? { caller.access == .write ? services.links : nil }
    }

    private struct Endpoint {
        let method: HTTPMethod
        let path: String
        /// The access that a credential needs: `write` if the route changes something.
        let access: Access
        let form: PathPattern
        let answer: @Sendable (AcceptedRequest) throws(ProblemDetails) -> Reply

        init(
            _ method: HTTPMethod, _ path: String, for access: Access,
            _ answer: @escaping @Sendable (AcceptedRequest) throws(ProblemDetails) -> Reply
        ) {
            self.method = method
            self.path = path
            self.access = access
            form = PathPattern(path, style: .exact)
            self.answer = answer
        }
    }

    /// The beginning of all paths of the API.
    package static let prefix = "/gateway/v1"

    private static let routes = [
        Endpoint(.get, "/gateway/v1/sessions", for: .read, SessionsResource.list),
        Endpoint(.get, "/gateway/v1/sessions/{id}", for: .read, SessionsResource.show),
        Endpoint(.get, "/gateway/v1/sessions/{id}/timeline", for: .read, TimelineResource.show),
        Endpoint(.post, "/gateway/v1/sessions/{id}/complete", for: .write, TransitionResource.complete),
        Endpoint(.post, "/gateway/v1/sessions/{id}/process", for: .write, TransitionResource.process),
        Endpoint(.post, "/gateway/v1/sessions/{id}/fail", for: .write, TransitionResource.fail),
        Endpoint(.post, "/gateway/v1/sessions/{id}/expire", for: .write, TransitionResource.expire),
        Endpoint(.post, "/gateway/v1/sessions/{id}/cancel", for: .write, TransitionResource.cancel),
        Endpoint(.get, "/gateway/v1/webhooks/endpoints", for: .read, EndpointsResource.list),
        Endpoint(.post, "/gateway/v1/webhooks/endpoints", for: .write, EndpointsResource.create),
        Endpoint(.get, "/gateway/v1/webhooks/endpoints/{id}", for: .read, EndpointsResource.show),
        Endpoint(.patch, "/gateway/v1/webhooks/endpoints/{id}", for: .write, EndpointsResource.change),
        Endpoint(.delete, "/gateway/v1/webhooks/endpoints/{id}", for: .write, EndpointsResource.remove),
        Endpoint(.post, "/gateway/v1/webhooks/endpoints/{id}/rotate", for: .write, EndpointActions.rotate),
        Endpoint(.post, "/gateway/v1/webhooks/endpoints/{id}/ping", for: .write, EndpointActions.ping),
        Endpoint(.post, "/gateway/v1/webhooks/endpoints/{id}/recover", for: .write, EndpointActions.recover),
        Endpoint(.get, "/gateway/v1/webhooks/deliveries", for: .read, DeliveriesResource.list),
        Endpoint(.get, "/gateway/v1/webhooks/deliveries/{id}", for: .read, DeliveriesResource.show),
        Endpoint(.post, "/gateway/v1/webhooks/deliveries/{id}/resend", for: .write, DeliveriesResource.resend),
        Endpoint(.get, "/gateway/v1/test/clock", for: .read, ClockResource.show),
        Endpoint(.post, "/gateway/v1/test/clock", for: .write, ClockResource.move),
        Endpoint(.get, "/gateway/v1/webhooks/events", for: .read, FeedResource.listen),
        // It judges a request without storing it, so that reading is enough.
        Endpoint(.post, "/gateway/v1/explain", for: .read, ExplainResource.explain),
    ]

    private let services: Services
    private let store: any SessionStore
    private let expiries: Expiries
    private let clock: any Clock

    init(_ parts: Parts, _ router: Router, _ expiries: Expiries) {
        services = Services(
            router: router, table: parts.table, keys: parts.keys, catalogue: parts.catalogue, links: parts.links,
            mask: Mask(parts.table.owners.map(\.type)), sandboxClock: parts.sandboxClock, webhooks: parts.webhooks,
            feed: parts.feed, timeLeapt: parts.timeLeapt)
        store = parts.store
        clock = parts.clock
        self.expiries = expiries
    }

    /// Method and path of each route.
    package static var lines: [(method: HTTPMethod, path: String)] { routes.map { ($0.method, $0.path) } }

    /// Whether a path is below the prefix.
    static func owns(_ path: ArraySlice<UInt8>) -> Bool {
        guard path.starts(with: prefix.utf8) else { return false }
        let rest = path.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// The reply to a request below the prefix. The caller is checked first: an unknown caller does not learn which
    /// paths exist.
    func reply(to request: Request, _ context: inout RequestContext, _ visit: inout Visit) -> Reply {
        // An address with too many wrong credentials may not try administrators' credentials either.
        if let failure = visit.excess?.failure { return .now(context.response(to: failure)) }
        do throws(ProblemDetails) {
            let caller: Caller
            do throws(ProblemDetails) {
                caller = try AdminCredential.check(request.head, services.keys)
            } catch {
                if request.head.value(of: "authorization") != nil { visit.note(.unauthenticated(.unknown)) }
                throw error
            }
            return try reply(to: request, from: caller, route: &context.route)
        } catch {
            return .now(error.response)
        }
    }

    private func reply(to request: Request, from caller: Caller, route name: inout String) throws(ProblemDetails)
        -> Reply
    {
        let path = RequestPath(request.head.path)
        var methods: [HTTPMethod] = []
        for route in Self.routes {
            guard let parameters = route.form.parameters(in: path) else { continue }
            name = route.path
            guard route.method.takes(request.head.method) else {
                methods += route.method.allowed
                continue
            }
            guard route.access == .read || caller.access == .write else {
                throw ProblemDetails(status: 403, detail: "This credential may read and change nothing.")
            }
            let call = AcceptedRequest(
                request: request, parameter: parameters.first?[...] ?? [], caller: caller, services: services,
                inquiry: Inquiry(store, expiries, at: clock.now))
            let reply = try route.answer(call)
            guard caller.access == .read else { return reply }
            return reply.changing { response in
                var response = response
                response.body = PageSecrets.removed(from: response.body)
                return response
            }
        }
        if methods.isEmpty { throw ProblemDetails(status: 404, detail: "No route has this path.") }
        let allowed = methods.map { "\($0.name)" }.joined(separator: ", ")
        throw ProblemDetails(status: 405, fields: [HeaderField(name: "Allow", value: allowed)])
    }
}

extension AdminAPI.AcceptedRequest {
    /// Reads the session that the path names, by any of its spellings, and passes it on in its present state. The call
    /// that is passed on knows whether the answer tells of an expiry.
    func withSession(
        _ next: @escaping @Sendable (CheckoutSession, Self) throws(ProblemDetails) -> Reply
    ) throws(ProblemDetails) -> Reply {
        let unknown = ProblemDetails(status: 404, detail: "There is no session of this id, number or token.")
        guard let reference = SessionReference(parameter, services.links, services.table.owners.map(\.type)) else {
            throw unknown
        }
        return afterReading(reference.query) { (found, call) throws(ProblemDetails) in
            guard let session = found.session, reference.names(session) else { throw unknown }
            var call = call
            let judged = call.inquiry.judged(session)
            return call.reply { () throws(ProblemDetails) in try next(judged, call) }
        }
    }

    /// Asks the store, and continues with its answer. If the store cannot answer, the response says so.
    func afterReading(
        _ query: Query, _ next: @escaping @Sendable (Found, Self) throws(ProblemDetails) -> Reply
    ) -> Reply {
        .afterReading(query) { found in
            reply { () throws(ProblemDetails) in
                switch found {
                case .success(let found): try next(found, self)
                case .failure(let failure): throw ProblemDetails(store: failure)
                }
            }
        }
    }

    /// A reply, or the problem that the body throws. It waits until the expiries that it tells are written.
    func reply(_ body: () throws(ProblemDetails) -> Reply) -> Reply {
        do throws(ProblemDetails) {
            return try body()
        } catch {
            return show(error.response)
        }
    }

    /// A response that waits until the expiries that it tells are written.
    func show(_ response: Response) -> Reply {
        inquiry.tell(response) { ProblemDetails.unavailable(retryAfterSeconds: 1).response }
    }

    /// 200 with JSON; waits until the expiries that it tells are written.
    func show(_ body: [UInt8]) -> Reply {
        show(.ok(body))
    }

    /// The body, which has to be one JSON object with no other members. Throws a problem with status 400, or 415 for
    /// another `Content-Type`.
    ///
    /// - Parameter names: nil if the caller of this function refuses other members itself.
    func body(members names: [StaticString]?) throws(ProblemDetails) -> JSON {
        let type = request.head.value(of: "content-type").map { ASCII.trimmed($0.prefix { $0 != UInt8(ascii: ";") }) }
        guard let type, ASCII.equalIgnoringCase(type, "application/json") else {
            throw ProblemDetails(status: 415, detail: "Content-Type must be application/json.")
        }
        return try object(of: names)
    }

    /// As ``body(members:)``, but nil for an empty body. It is read as JSON with any `Content-Type`, because it has at
    /// most one word. Throws a problem with status 400.
    func optionalBody(members names: [StaticString]) throws(ProblemDetails) -> JSON? {
        request.body.isEmpty ? nil : try object(of: names)
    }

    private func object(of names: [StaticString]?) throws(ProblemDetails) -> JSON {
        let document = JSONDocument(utf8: request.body)
        if let fault = document.fault { throw .badRequest("The body is not JSON: \(fault.words).") }
        guard let root = document.root, root.kind == .object else {
            throw .badRequest("The body has to be one JSON object.")
        }
        var seen: Set<[UInt8]> = []
        for (name, _) in root.members {
            guard names?.contains(where: { name.isString($0) }) ?? true else {
                throw ProblemDetails.badRequest(
                    "The body has a member \"\(name.string ?? "")\", which means nothing here.")
            }
            guard seen.insert(Array(name.stringBytes ?? [])).inserted else {
                throw ProblemDetails.badRequest("The body has the member \"\(name.string ?? "")\" twice.")
            }
        }
        return root
    }
}

extension ProblemDetails {
    /// 400 with a sentence.
    static func badRequest(_ sentence: String) -> ProblemDetails {
        ProblemDetails(status: 400, detail: sentence)
    }
}

extension Response {
    /// A JSON answer of the gateway's own.
    static func ok(_ body: [UInt8]) -> Response {
        Response(status: 200, contentType: "application/json", body: body)
    }
}
