import Checkout
import Pages
import Server
import Wire

/// Handles one request from start to end. During a request, only this type asks the store, completes responses and logs
/// them.
final class Application: Handler {
    let router: Router
    private let store: any SessionStore
    private let clock: any Clock
    private let log: AccessLog?
    private let random: RandomPool
    let entrance: Entrance
    private let storeLog: StoreLog
    let crossOrigin: CrossOrigin?
    private let keysInFlight: KeysInFlight
    private let reader: CallReader
    private let service: ServiceRoutes
    private let pages: HostedPage
    private let calls: ProviderCalls
    private let api: AdminAPI
    let feed: WebhookFeed

    init(_ parts: Parts) {
        router = Router(parts.table, parts.keys, publicURL: parts.publicURL)
        crossOrigin = parts.crossOrigin.map { [router] in CrossOrigin(policy: $0, router: router) }
        store = parts.store
        clock = parts.clock
        log = parts.log
        random = parts.random
        entrance = parts.entrance
        storeLog = parts.storeLog
        keysInFlight = parts.keysInFlight
        reader = CallReader(
            keys: parts.keys, limits: parts.entrance.limits, catalogue: parts.catalogue, clock: parts.clock)
        service = ServiceRoutes(parts)
        let expiries = Expiries()
        pages = HostedPage(parts, expiries)
        calls = ProviderCalls(
            store: parts.store, expiries: expiries, idempotency: Idempotency(parts.keysInFlight), links: parts.links)
        api = AdminAPI(parts, router, expiries)
        feed = parts.feed
    }

    /// Makes the gateway say that it is not ready, while it still answers all requests. Those that wait for events are
    /// answered at once.
    func beginStopping() {
        service.beginStopping()
        feed.stop()
    }

    func handle(_ request: Request, _ exchange: Exchange) -> Response? {
        var context = context(request.head, exchange)
        let own = OwnPath(request.head.path)
        if case .api = own { context.forbidsCaching = true }
        if let crossOrigin {
            context.sharedFields = crossOrigin.fields(for: request.head, own)
            if let answer = crossOrigin.preflight(request.head, own) { return finish(answer, context) }
        }
        return follow(reply(to: request, own, &context), context)
    }

    /// Finds the part that answers a request, and gets its reply.
    private func reply(to request: Request, _ own: OwnPath?, _ context: inout RequestContext) -> Reply {
        if case .page = own {
            context.route = PageAddress.route(of: request.head.path)
            return pages.reply(to: request)
        }
        if let own, let response = service.response(to: request.head, own, route: &context.route) {
            return .now(response)
        }
        var visit = entrance.enter(request.head, from: context.exchange.peer, at: context.startedAt)
        defer { entrance.leave(visit, at: context.startedAt) }
        if case .api = own { return api.reply(to: request, &context, &visit) }
        switch router.route(request.head, &visit) {
        case .gateway:
            return .now(ServiceRoutes.unknownPath)
        case .failure(let owner, let failure, let path):
            context.owner = owner
            context.allowance = visit.excess
            // An address with too many wrong credentials may not try another one on an unknown path either.
            guard visit.excess == nil else { return .now(context.response(to: failure)) }
            let judged = owner.failure(of: request, failure, at: path) { () throws(Failure) in
                try reader.caller(of: request.head, nil, owner, &context, &visit)
            }
            return .now(context.response(to: judged))
        case .call(let owner, let route, let parameters, let caller):
            context.owner = owner
            context.route = route.path
            do throws(Failure) {
                let call = try reader.call(request, route.operation, owner, parameters, caller, &context, &visit)
                return try calls.reply(to: call, route.operation, on: route.path, of: owner)
            } catch {
                return .now(owner.provider.render(error))
            }
        }
    }

    /// Follows a reply to its response. Nil: the response is sent after the store has answered. Both parameters are
    /// consumed, so that a receipt takes them over without a copy.
    private func follow(_ reply: consuming Reply, _ context: consuming RequestContext) -> Response? {
        switch consume reply {
        case .now(let response):
            return finish(response, context)
        case .afterReading(let query, let next):
            return read(query, next, context)
        case .afterCommitting(let write, let answer):
            let receipt = Receipt(context: consume context, answer: answer)
            if store.enqueue(consume write, receipt) { return nil }
            let response = receipt.response(to: .failure(.full), releasing: keysInFlight)
            if let log { log.append(response, to: receipt.context, at: clock) }
            return response
        case .later(let start):
            let context = context
            start { [self] response in context.exchange.answer(finish(response, context)) }
            return nil
        }
    }

    /// Asks the store, and follows the reply to what it finds: at once, or when the store answers later.
    private func read(
        _ query: Query, _ next: @escaping @Sendable (Result<Found, StoreFailure>) -> Reply, _ context: RequestContext
    ) -> Response? {
        let found = store.find(query) { [self] found in
            note(found)
            if let response = follow(next(found), context) { context.exchange.answer(response) }
            store.flush()
        }
        guard let found else { return nil }
        note(found)
        return follow(next(found), context)
    }

    private func note(_ found: Result<Found, StoreFailure>) {
        if case .failure(let failure) = found { storeLog.note(reading: failure) }
    }

    /// If the store is idle, the writes of all requests of one iteration become one batch.
    package func endIteration() {
        store.flush()
    }

    /// The context of a request at its start. The head is nil if no part of it could be read.
    func context(_ head: RequestHead?, _ exchange: Exchange) -> RequestContext {
        RequestContext(
            exchange: exchange, requestID: RequestID.of(head, random), method: head?.method ?? .other,
            startedAt: clock.ticks)
    }

    /// Completes a response and logs it.
    func finish(_ response: consuming Response, _ context: RequestContext) -> Response {
        let response = context.completed(response)
        if let log { log.append(response, to: context, at: clock) }
        return response
    }
}
