import Checkout
import SQLiteStorage
import Wire

/// Sessions and writes in a store, without requests.
struct StoreStage {
    let gateway: InMemoryGateway
    private let ids: SessionIDs

    init(_ gateway: InMemoryGateway) {
        self.gateway = gateway
        ids = SessionIDs(afterKey: 0, number: 0, random: { 5 })
    }

    /// The store of a gateway of its own.
    init() throws {
        self.init(try InMemoryGateway())
    }

    /// A session that is not in the store yet. With nil seconds, it never expires.
    func session(lifetimeSeconds: Int64? = 3_600) -> CheckoutSession {
        let (id, number) = ids.next(at: gateway.clock.now)
        let fields = JSONDocument(utf8: Array(#"{"amount":1}"#.utf8))
        return CheckoutSession(
            id: id, number: number, provider: ProviderName("duro"), account: AccountID(1), isLive: false,
            status: .open, draft: Draft(mode: .payment, fields: SentFields(fields), lifetimeSeconds: lifetimeSeconds),
            createdAt: gateway.clock.now)
    }

    func open(lifetimeSeconds: Int64? = 3_600) throws -> CheckoutSession {
        let session = session(lifetimeSeconds: lifetimeSeconds)
        try done(.create(session))
        return session
    }

    func write(_ write: Write) throws -> Written {
        try gateway.store.writer.write([write]).get()[0].get()
    }

    /// Makes a write that has to succeed.
    func done(_ write: Write) throws {
        guard case .done = try self.write(write) else { throw Unexpected() }
    }

    struct Unexpected: Error {}
}

extension Written {
    /// The status that forbade a write; nil for another result.
    var wrongStatus: Status? {
        guard case .wrongStatus(let status) = self else { return nil }
        return status
    }
}
