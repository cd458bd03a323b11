import Checkout
import Providers
import Testing
import Wire

/// A small gateway: routes, one key, one catalogue and sessions in memory, with the provider's order of checks. It
/// replaces the router and the store.
final class MeteroidBench {
    static let key = "pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz"
    static let customer = "cus_6M5HzU3hkTd4m7logrUkIu"
    static let plan = "plv_6M5HzU3hkfL5EqVZ0XAXvQ"
    static let links = Links(publicURL: "https://pay.example") { message in
        Digest { code in
            for place in 0..<Digest.byteCount { code[place] = place < message.count ? message[place] : 7 }
        }
    }

    let provider = Meteroid()
    var now = Timestamp(microseconds: 1_787_403_708_123_456)
    var sessions: [CheckoutSession] = []
    private let ids = SessionIDs(afterKey: 0, number: 0) { 0x0123_4567_89AB_CDEF }
    private let catalogue: Catalogue

    init(catalogue: Catalogue = MeteroidBench.strict) {
        self.catalogue = catalogue
    }

    /// The catalogue of the vectors.
    static var strict: Catalogue {
        var catalogue = Catalogue()
        _ = catalogue.add(
            Catalogue.Entry(reference: customer, alias: "acme-corp", email: "billing@acme.example"),
            to: "meteroid.customer")
        _ = catalogue.add(Catalogue.Entry(reference: "cus_6M5HzU3hkTfuba2Spep0iy"), to: "meteroid.customer")
        let euro = Currency(stored: "EUR")
        _ = catalogue.add(
            Catalogue.Entry(reference: plan, name: "Team", amount: 4_900, currency: euro, interval: "month"),
            to: "meteroid.plan_version")
        return catalogue
    }

    func answer(_ method: HTTPMethod, _ target: String, _ fields: [(String, String)], _ body: [UInt8]) -> Response {
        let request = ProviderStage.request(
            "\(method.name)", target, fields.map { (name: $0.0, value: $0.1) }, body)
        do throws(Failure) {
            return try handle(request)
        } catch {
            return provider.render(error)
        }
    }

    /// A create call that is valid except for its body.
    func create(_ body: String) -> Response {
        answer(.post, "/api/v1/checkout-sessions", Self.fields, Array(body.utf8))
    }

    /// The body of a create call, with more members behind the required ones.
    static func body(_ rest: String = "") -> String {
        #"{"customer_id":"\#(customer)","plan_version_id":"\#(plan)"\#(rest)}"#
    }

    /// The session of an answer that shows one.
    static func session(_ answer: Response) throws -> JSON {
        #expect(answer.status == 200)
        return try #require(answer.json?.member("session"))
    }

    static let fields = [("Authorization", "Bearer \(key)"), ("Content-Type", "application/json")]

    private func handle(_ request: Request) throws(Failure) -> Response {
        guard case .callerBelow = Meteroid.checks.first else {
            preconditionFailure("The checks below are made in the order that the provider declares.")
        }
        let credential = try provider.identify(request.head)
        guard credential.secret.elementsEqual(Self.key.utf8) else {
            let isKnown = credential.identifier?.elementsEqual("2vIOgNg2ElyLMxWAPn6Xz".utf8) == true
            throw .unauthenticated(isKnown ? .mismatched : .unknown)
        }
        let (operation, parameters) = try route(request.head)
        let document = try provider.parse(request, for: operation)
        let call = Call(
            request: request, parameters: parameters, document: document,
            caller: Caller(account: AccountID(1), isLive: false, access: .write, identifier: nil), catalogue: catalogue,
            lifetimeSeconds: Meteroid.lifetimeSeconds, now: now, digest: { ProviderStage.digest(of: $0) },
            asciiHost: ProviderStage.asciiHost)
        if operation == .create {
            let (id, number) = ids.next(at: now)
            let session = CheckoutSession(
                id: id, number: number, provider: Meteroid.name, account: AccountID(1), isLive: false, status: .open,
                draft: try provider.read(call), createdAt: now)
            sessions.append(session)
            return provider.render(session, for: operation, at: now, Self.links)
        }
        switch try provider.select(call, for: operation) {
        case .many(let filter):
            return provider.render(list: list(filter).map { provider.listEntry(for: $0, at: now, Self.links) })
        case .one(let id):
            guard let index = sessions.firstIndex(where: { $0.id == id }) else {
                throw provider.failure(ofUnknownSessionFor: operation)
            }
            if operation == .cancel {
                let status = sessions[index].status(at: now)
                guard status.mayBecome(.cancelled) else { throw .wrongStatus(status) }
                sessions[index].status = .cancelled
            }
            return provider.render(sessions[index], for: operation, at: now, Self.links)
        }
    }

    private func list(_ filter: SessionFilter) -> [CheckoutSession] {
        sessions.reversed().filter { session in
            (filter.status == nil || filter.status == session.status(at: now))
                && (filter.customerReference == nil || filter.customerReference == session.customer.reference)
        }
    }

    private func route(_ head: RequestHead) throws(Failure) -> (Operation, [[UInt8]]) {
        let path = String(decoding: head.path, as: UTF8.self).split(separator: "/", omittingEmptySubsequences: false)
        var methods: [HTTPMethod] = []
        for route in Meteroid.routes {
            let pattern = route.path.split(separator: "/", omittingEmptySubsequences: false)
            guard pattern.count == path.count else { continue }
            var parameters: [[UInt8]] = []
            let fits = zip(pattern, path).allSatisfy { expected, given in
                guard expected.hasPrefix("{") else { return expected == given }
                parameters.append(Array(given.utf8))
                return !given.isEmpty
            }
            guard fits else { continue }
            if route.method == head.method { return (route.operation, parameters) }
            methods.append(route.method)
        }
        throw methods.isEmpty ? .unknownRoute : .methodNotAllowed(methods)
    }
}

extension Response {
    /// The body as JSON. Every answer of this provider is JSON.
    var json: JSON? { JSONDocument(utf8: body).root }

    /// The message of a refusal.
    var message: String? { json?.member("message")?.string }
}
