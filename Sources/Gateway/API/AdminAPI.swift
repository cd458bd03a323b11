import Checkout
import Storage
import Wire

/// The gateway's own API, below `/gateway/v1`: what happened to every session of every provider, and what a test may do
/// to one. It has a table of routes of its own, one file for each resource, and answers failures as problems (RFC 9457).
struct AdminAPI: Sendable {
    /// What to do about a request.
    enum Reply: Sendable {
        case answer(Response)
        /// The answer depends on what becomes of a write.
        case write(Write, @Sendable (Written) -> Response)
    }

    /// What all resources need.
    struct Context: Sendable {
        let router: Router
        let table: RoutingTable
        let keys: KeyRing
        let catalogue: Catalogue
        let links: Links
        /// Nil outside of a sandbox.
        let sandboxClock: SandboxClock?
        /// Called when time was put forward or back.
        let timeLeapt: @Sendable () -> Void

        /// Who ends a session or plays its customer by this API.
        var actor: Actor { sandboxClock == nil ? .admin : .sandbox }
    }

    /// One request that is let in.
    struct Call {
        let request: Request
        /// What stands for the braces of the route's path.
        let parameter: ArraySlice<UInt8>
        let caller: Caller
        let context: Context
        let inquiry: Inquiry

        var now: Timestamp { inquiry.now }

        /// What makes the addresses of pages; nil for a caller who may only read. Whoever has such an address may pay or
        /// cancel.
        var pageLinks: Links? { caller.access == .write ? context.links : nil }
    }

    private struct Route {
        let method: HTTPMethod
        let path: String
        /// What a credential has to be good for: `write` where the route changes something.
        let access: Access
        let form: PathPattern
        let answer: @Sendable (Call) throws(Problem) -> Reply

        init(
            _ method: HTTPMethod, _ path: String, for access: Access,
            _ answer: @escaping @Sendable (Call) throws(Problem) -> Reply
        ) {
            self.method = method
            self.path = path
            self.access = access
            form = PathPattern(path, style: .exact)
            self.answer = answer
        }
    }

    static let prefix = "/gateway/v1"

    private static let routes = [
        Route(.get, "/gateway/v1/sessions", for: .read, SessionsResource.list),
        Route(.get, "/gateway/v1/sessions/{id}", for: .read, SessionsResource.show),
        Route(.get, "/gateway/v1/sessions/{id}/timeline", for: .read, TimelineResource.show),
        Route(.post, "/gateway/v1/sessions/{id}/complete", for: .write, TransitionResource.complete),
        Route(.post, "/gateway/v1/sessions/{id}/process", for: .write, TransitionResource.process),
        Route(.post, "/gateway/v1/sessions/{id}/fail", for: .write, TransitionResource.fail),
        Route(.post, "/gateway/v1/sessions/{id}/expire", for: .write, TransitionResource.expire),
        Route(.post, "/gateway/v1/sessions/{id}/cancel", for: .write, TransitionResource.cancel),
        Route(.get, "/gateway/v1/test/clock", for: .read, ClockResource.show),
        Route(.post, "/gateway/v1/test/clock", for: .write, ClockResource.move),
        // It answers what would become of a request, and stores nothing of it.
        Route(.post, "/gateway/v1/explain", for: .read, ExplainResource.explain),
    ]

    private let context: Context

    init(_ context: Context) {
        self.context = context
    }

    /// Method and path of each route, for whoever lists them.
    static var lines: [(method: HTTPMethod, path: String)] { routes.map { ($0.method, $0.path) } }

    /// Whether a path is below the prefix.
    static func owns(_ path: ArraySlice<UInt8>) -> Bool {
        guard path.starts(with: prefix.utf8) else { return false }
        let rest = path.dropFirst(prefix.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// Who asks is judged first: nobody unknown learns which paths there are. The route's path goes into `route`.
    ///
    /// - Parameter inquiry: what the answer rests on. A reply that is a write rests on nothing that it tells of.
    func reply(to request: Request, _ inquiry: Inquiry, route name: inout String) -> Reply {
        do throws(Problem) {
            let caller = try AdminCredential.check(request.head, context.keys)
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
                    throw Problem(status: 403, detail: "This credential may read and change nothing.")
                }
                let call = Call(
                    request: request, parameter: parameters.first?[...] ?? [], caller: caller, context: context,
                    inquiry: inquiry)
                let reply = try route.answer(call)
                // A route that writes is for those alone who may open pages.
                guard caller.access == .read, case .answer(var response) = reply else { return reply }
                response.body = PageSecrets.removed(from: response.body)
                return .answer(response)
            }
            if methods.isEmpty { throw Problem(status: 404, detail: "No route has this path.") }
            let allowed = methods.map { "\($0.name)" }.joined(separator: ", ")
            throw Problem(status: 405, fields: [HeaderField(name: "Allow", value: allowed)])
        } catch {
            return .answer(error.response)
        }
    }
}

extension AdminAPI.Call {
    /// The session that the path names, by any of its spellings.
    func session() throws(Problem) -> CheckoutSession {
        var found: CheckoutSession?
        do throws(StoreFailure) {
            let providers = context.table.owners.map(\.type)
            if let reference = SessionReference(parameter, context.links, providers) {
                found = try inquiry.session(reference)
            }
        } catch {
            throw Problem(store: error)
        }
        guard let found else {
            throw Problem(status: 404, detail: "There is no session of this id, number or token.")
        }
        return found
    }

    /// The members of the body, which has to be one JSON object of these members alone. Throws a problem with status 400,
    /// or 415 for another `Content-Type`.
    func body(members names: [StaticString]) throws(Problem) -> JSON {
        let type = request.head.value(of: "content-type").map { ASCII.trimmed($0.prefix { $0 != UInt8(ascii: ";") }) }
        guard let type, ASCII.equalIgnoringCase(type, "application/json") else {
            throw Problem(status: 415, detail: "Content-Type must be application/json.")
        }
        return try object(of: names)
    }

    /// The members of a body that may be left out, in which case this is nil. It is read as JSON whatever its
    /// `Content-Type`, since it is a word at most. Throws a problem with status 400.
    func optionalBody(members names: [StaticString]) throws(Problem) -> JSON? {
        request.body.isEmpty ? nil : try object(of: names)
    }

    private func object(of names: [StaticString]) throws(Problem) -> JSON {
        let document = JSONDocument(utf8: request.body)
        if let fault = document.fault { throw .badRequest("The body is not JSON: \(fault.words).") }
        guard let root = document.root, root.kind == .object else {
            throw .badRequest("The body has to be one JSON object.")
        }
        var seen: Set<[UInt8]> = []
        for (name, _) in root.members {
            guard names.contains(where: { name.isString($0) }) else {
                throw Problem.badRequest("The body has a member \"\(name.string ?? "")\", which means nothing here.")
            }
            guard seen.insert(Array(name.stringBytes ?? [])).inserted else {
                throw Problem.badRequest("The body has the member \"\(name.string ?? "")\" twice.")
            }
        }
        return root
    }
}

extension Problem {
    /// 400 with a sentence.
    static func badRequest(_ sentence: String) -> Problem {
        Problem(status: 400, detail: sentence)
    }
}

extension Response {
    /// A JSON answer of the gateway's own.
    static func ok(_ body: [UInt8]) -> Response {
        Response(status: 200, contentType: "application/json", body: body)
    }
}
