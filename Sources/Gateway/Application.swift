import Checkout
import Server
import Storage
import Synchronization
import Wire

/// One request from top to bottom.
final class Application: Handler {
    private let router: Router
    private let keys: KeyRing
    private let catalogue: Catalogue
    private let links: Links
    private let ids: SessionIDs
    private let store: SQLiteStore
    private let clock: any Clock
    private let log: AccessLog?
    private let random: RandomPool
    private let openAPI: OpenAPIDocuments
    private let entrance: Entrance
    private let storeLog: StoreLog
    private let sessions: StoredSessions
    private let hosted: HostedPage
    private let idempotency: Idempotency
    private let crossOrigin: CrossOrigin?
    private let api: AdminAPI
    private let isStopping = Atomic(false)

    init(_ parts: Parts) {
        router = Router(parts.table, parts.keys, publicURL: parts.publicURL)
        crossOrigin = parts.crossOrigin.map { [router] in CrossOrigin(policy: $0, router: router) }
        keys = parts.keys
        catalogue = parts.catalogue
        links = parts.links
        ids = parts.ids
        store = parts.store
        clock = parts.clock
        log = parts.log
        random = parts.random
        openAPI = parts.openAPI
        entrance = parts.entrance
        storeLog = parts.storeLog
        sessions = StoredSessions(parts.store, parts.storeLog)
        hosted = HostedPage(parts, sessions)
        idempotency = Idempotency(sessions)
        api = AdminAPI(
            AdminAPI.Context(
                router: router, table: parts.table, keys: keys, catalogue: catalogue, links: links,
                sandboxClock: parts.sandboxClock, timeLeapt: parts.timeLeapt))
    }

    /// From now on the gateway says that it is not ready; it answers all the same.
    func beginStopping() {
        isStopping.store(true, ordering: .relaxed)
    }

    func handle(_ request: Request, _ exchange: Exchange) -> Response? {
        let head = request.head
        var turn = Turn(
            exchange: exchange, requestID: RequestID.of(head, random), method: head.method, startedAt: clock.ticks)
        let own = OwnPath(head.path)
        if let crossOrigin {
            turn.sharedFields = crossOrigin.fields(for: head, own)
            if let answer = crossOrigin.preflight(head, own) { return finish(answer, turn) }
        }
        switch own {
        case .page:
            turn.route = PageAddress.route(of: head.path)
            return hosted.answer(request, turn).map { finish($0, turn) }
        case .health:
            turn.route = "/healthz"
            return finish(
                shown(to: head) { Response(status: 200, contentType: "application/json", body: Self.healthy) }, turn)
        case .readiness:
            turn.route = "/readyz"
            return finish(shown(to: head, readiness), turn)
        case .document(let name):
            guard let document = openAPI.document(named: name) else { return finish(Self.unknownPath, turn) }
            turn.route = "/openapi/{name}"
            return finish(
                shown(to: head) { Response(status: 200, contentType: "application/yaml", body: document) }, turn)
        case .api, nil:
            break
        }
        var visit = entrance.enter(head, from: exchange.peer, at: turn.startedAt)
        defer { entrance.leave(visit, at: turn.startedAt) }
        if case .api = own { return adminResponse(to: request, &turn, &visit) }
        switch router.route(head, &visit) {
        case .gateway:
            return finish(Self.unknownPath, turn)
        case .failure(let owner, let failure, let path):
            turn.provider = owner.provider
            turn.allowance = visit.excess
            // Who tried too many credentials tries none by an unknown path either.
            guard visit.excess == nil else { return finish(turn.response(to: failure), turn) }
            let judged = owner.judged(failure, at: path) { () throws(Failure) in
                try admit(nil, head, owner, &turn, &visit)
            }
            return finish(turn.response(to: judged), turn)
        case .call(let owner, let route, let parameters, let caller):
            turn.provider = owner.provider
            turn.route = route.path
            do throws(Failure) {
                let call = try understand(request, route.operation, owner, parameters, caller, &turn, &visit)
                return try answer(call, route.operation, owner, turn).map { finish($0, turn) }
            } catch {
                return finish(owner.provider.render(error), turn)
            }
        }
    }

    /// Everything that is judged before the provider reads.
    private func understand(
        _ request: Request, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner, _ parameters: [[UInt8]],
        _ known: Caller?, _ turn: inout Turn, _ visit: inout Visit
    ) throws(Failure) -> Call {
        let (caller, document) = try owner.understood(request, for: operation) { () throws(Failure) in
            try admit(known, request.head, owner, &turn, &visit)
        }
        return Call(
            request: request, parameters: parameters, document: document, caller: caller, catalogue: catalogue,
            lifetimeSeconds: owner.lifetimeSeconds, now: clock.now, digest: SHA256.digest,
            asciiHost: InternationalName.ascii)
    }

    /// Does what the route says. Nil: the answer comes when the store has written.
    private func answer(
        _ call: Call, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner, _ turn: Turn
    ) throws(Failure) -> Response? {
        let provider = owner.provider
        let now = call.now
        switch operation {
        case .create:
            let standing = try idempotency.standing(of: call, on: turn.route, of: owner.name, at: now)
            if case .repeated(let kept) = standing {
                let replay = Response(replaying: kept.claim.answer)
                let note = Write.note(kept.session, .replayed, at: now, by: .account)
                // What was answered before holds, whether or not the timeline can have a line of it.
                let isTaken = store.enqueue(note, Receipt(turn: turn, answer: .settled { _ in replay }))
                return isTaken ? nil : replay
            }
            let draft = try provider.read(call)
            let (id, number) = ids.next(at: now)
            let session = CheckoutSession(
                id: id, number: number, provider: owner.name, account: call.caller.account,
                isLive: call.caller.isLive, status: .open, draft: consume draft, createdAt: now)
            let response = provider.render(session, for: .create, at: now, links)
            guard case .first(let keyed) = standing else {
                return try submit(.open(consume session), Receipt(turn: turn, answer: .ready(turn.dressed(response))))
            }
            try idempotency.reserve(keyed)
            let once = Write.openOnce(session, keyed.claim(on: response, at: now))
            guard store.submit(once, Receipt(turn: turn, answer: .once(response, keyed))) else {
                idempotency.release(keyed)
                throw Failure(store: .full)
            }
            return nil
        case .retrieve:
            return inquire(owner, turn, at: now) { (inquiry) throws(Failure) in
                let session = try find(call, operation, owner, inquiry)
                return provider.render(session, for: .retrieve, at: now, links)
            }
        case .list:
            return inquire(owner, turn, at: now) { (inquiry) throws(Failure) in
                guard case .many(var filter) = try provider.select(call, for: operation) else { throw .internalError }
                filter.provider = owner.name
                filter.account = call.caller.account
                do throws(StoreFailure) {
                    let entries = try inquiry.allSessions(filter, countMax: Self.listLengthMax) { [links] session in
                        provider.listEntry(for: session, at: now, links)
                    }
                    return provider.render(list: entries)
                } catch {
                    throw Failure(store: error)
                }
            }
        case .cancel:
            return inquire(owner, turn, at: now) { (inquiry) throws(Failure) in
                let session = try find(call, operation, owner, inquiry)
                guard session.status.mayBecome(.cancelled) else { throw .wrongStatus(session.status) }
                let links = links
                let receipt = Receipt(
                    turn: turn,
                    answer: .written { written in
                        switch written {
                        case .done(let moved):
                            provider.render(moved ?? session, for: .cancel, at: now, links)
                        case .unknownSession: provider.render(provider.failure(ofUnknownSessionFor: operation))
                        case .wrongStatus(let status): provider.render(.wrongStatus(status))
                        case .timelineFull, .replayed, .keyConflict, .adjusted: provider.render(.internalError)
                        }
                    })
                let move = Write.move(session.id, account: session.account, to: .cancelled, at: now, by: .account)
                return try submit(move, receipt)
            }
        }
    }

    /// Answers by what the store holds, a failure included. Nil: the answer comes when the store has written.
    private func inquire(
        _ owner: RoutingTable.Owner, _ turn: Turn, at now: Timestamp,
        _ answer: (Inquiry) throws(Failure) -> Response?
    ) -> Response? {
        let inquiry = sessions.inquiry(at: now)
        let response: Response?
        do throws(Failure) {
            response = try answer(inquiry)
        } catch {
            response = owner.provider.render(error)
        }
        return response.flatMap { inquiry.tell($0, turn) }
    }

    /// The one session that a call is about, if it is the caller's.
    private func find(
        _ call: Call, _ operation: Checkout.Operation, _ owner: RoutingTable.Owner, _ inquiry: Inquiry
    ) throws(Failure) -> CheckoutSession {
        guard case .one(let id) = try owner.provider.select(call, for: operation) else { throw .internalError }
        let found: CheckoutSession?
        do throws(StoreFailure) {
            found = try inquiry.session(key: id.key) { session in
                session.id == id && session.provider == owner.name && session.account == call.caller.account
            }
        } catch {
            throw Failure(store: error)
        }
        guard let found else { throw owner.provider.failure(ofUnknownSessionFor: operation) }
        return found
    }

    /// The most sessions that a list without pages holds: the newest.
    private static let listLengthMax = 1_000

    private func submit(_ write: consuming Write, _ receipt: Receipt) throws(Failure) -> Response? {
        guard store.enqueue(consume write, receipt) else { throw Failure(store: .full) }
        return nil
    }

    /// What the requests of one turn asked the store for is one batch, where the writer is idle.
    package func endTurn() {
        store.flush()
    }

    /// Gives the answers that waited for a commit. Runs on the store's thread, once for each commit.
    func deliver(_ settled: [Settled]) {
        var batch = AnswerBatch()
        for place in settled.indices {
            let receipt = Receipt.of(settled[place])
            let response = receipt.response(to: settled[place].result, releasing: idempotency)
            if let log { log.append(response, to: receipt.turn, at: clock) }
            batch.add(receipt.turn.exchange, response)
        }
        batch.deliver()
        storeLog.note(settled, stopReason: store.stopReason, ticks: clock.ticks)
    }

    func refuse(_ error: ProtocolError, head: RequestHead?, peer: PeerAddress) -> Response {
        var turn = Turn(
            exchange: Exchange(peer: peer) { _ in }, requestID: RequestID.of(head, random),
            method: head?.method ?? .other, startedAt: clock.ticks)
        var visit = entrance.enter(head, from: peer, at: turn.startedAt)
        defer { entrance.leave(visit, at: turn.startedAt) }
        if let head {
            let own = OwnPath(head.path)
            turn.sharedFields = crossOrigin?.fields(for: head, own)
            if case .api = own { turn.forbidsCaching = true }
            if own == nil, let owner = router.owner(of: head, &visit) {
                turn.provider = owner.provider
                return finish(owner.provider.render(.transport(error)), turn)
            }
        }
        return finish(
            Problem(status: error.statusHint, detail: error.reason).response, turn)
    }

    func refuseConnection(from peer: PeerAddress) -> Response {
        let turn = Turn(
            exchange: Exchange(peer: peer) { _ in }, requestID: RequestID.of(nil, random), method: .other,
            startedAt: clock.ticks)
        return finish(Problem.unavailable("There are too many connections.", retryAfterSeconds: 1).response, turn)
    }

    /// Who asks, counted as one request of theirs. `known` is who it is, where that was found before.
    private func admit(
        _ known: Caller?, _ head: RequestHead, _ owner: RoutingTable.Owner, _ turn: inout Turn, _ visit: inout Visit
    ) throws(Failure) -> Caller {
        let caller: Caller
        if let known { caller = known } else { caller = try identify(head, owner, &visit) }
        guard let allowance = entrance.limits.credential?.take(caller, at: turn.startedAt) else { return caller }
        turn.allowance = allowance
        if let failure = allowance.failure { throw failure }
        return caller
    }

    /// Who shows the credential of a request. One that is nobody's counts against the address that shows it.
    private func identify(
        _ head: RequestHead, _ owner: RoutingTable.Owner, _ visit: inout Visit
    ) throws(Failure) -> Caller {
        do throws(Failure) {
            return try keys.caller(owner.provider.identify(head), of: owner.name)
        } catch {
            visit.note(error)
            throw error
        }
    }

    private func finish(_ response: consuming Response, _ turn: Turn) -> Response {
        let response = turn.dressed(response)
        if let log { log.append(response, to: turn, at: clock) }
        return response
    }
}

extension Application {
    /// An answer that only tells something, to whoever asks for it as one may.
    private func shown(to head: RequestHead, _ response: () -> Response) -> Response {
        guard head.method == .get || head.method == .head else {
            return Problem(status: 405, fields: [HeaderField(name: "Allow", value: "GET, HEAD")]).response
        }
        return response()
    }

    private static var unknownPath: Response {
        Problem(status: 404, detail: "No route has this path.").response
    }

    /// The gateway's own API. Nil: the answer comes when the store has written.
    private func adminResponse(to request: Request, _ turn: inout Turn, _ visit: inout Visit) -> Response? {
        turn.forbidsCaching = true
        // Who tried too many credentials tries none of an administrator's either.
        if let failure = visit.excess?.failure { return finish(turn.response(to: failure), turn) }
        let inquiry = sessions.inquiry(at: clock.now)
        switch api.reply(to: request, inquiry, route: &turn.route) {
        case .answer(let response):
            if response.status == 401, request.head.value(of: "authorization") != nil {
                visit.note(.unauthenticated(.unknown))
            }
            return inquiry.tell(response, turn).map { finish($0, turn) }
        case .write(let write, let answer):
            if store.submit(write, Receipt(turn: turn, answer: .written(answer))) { return nil }
            return finish(turn.response(to: Failure(store: .full)), turn)
        }
    }

    private static let healthy = Array("{\"status\":\"ok\"}".utf8)

    private func readiness() -> Response {
        let reason: String
        if isStopping.load(ordering: .relaxed) {
            reason = "The gateway is stopping."
        } else if !store.isWritable {
            storeLog.noteStop(store.stopReason, ticks: clock.ticks)
            reason = "The store cannot write."
        } else {
            return Response(status: 200, contentType: "application/json", body: Array("{\"status\":\"ready\"}".utf8))
        }
        return Problem.unavailable(reason, retryAfterSeconds: 5).response
    }
}
