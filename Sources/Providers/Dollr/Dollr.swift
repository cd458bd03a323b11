package import Checkout
package import Wire

/// Dollr opens a session for something that it has already recorded: a source, by number and type.
///
/// Contract: `openapi/dollr.yaml`. It speaks FastAPI 0.128: integers are lax, and a 422 lists every issue.
package struct Dollr: Provider {
    package static let name = ProviderName("dollr")
    package static let hosts = ["api.heydollr.app"]
    package static let order = FastAPI.order
    package static let lifetimeSeconds: Int64 = 30 * 60

    /// A version other than `v1` finds the route and breaks a rule of it, because the contract declares it as a
    /// parameter.
    package static let routes = [
        Route(.post, "/{version}/sessions/checkout", .create, style: .starlette)
    ]

    package static let catalogueKinds = [source]

    private static let source = CatalogueKind(name, "source")

    private let fastAPI = FastAPI(readsUntypedBodyAsJSON: true, stripsToken: false)

    package init() {}

    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        try fastAPI.credential(in: head)
    }

    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        try fastAPI.document(of: request)
    }

    package func read(_ call: Call) throws(Failure) -> Draft {
        var body = FastAPIBody()
        body.pathParameter("version", call.parameters.first, is: "v1")
        body.open(call.document)
        let digits = body.integer("source_id")
        body.requireText("source_type")
        let document = try body.close()

        let sourceID = String(decoding: digits, as: UTF8.self)
        let source = try call.catalogue.entry(sourceID, of: Self.source.name)
        var draft = Draft(mode: .payment, fields: .read(document), lifetimeSeconds: call.lifetimeSeconds)
        draft.item = CheckoutSession.Item(kind: Self.source.word, reference: sourceID)
        draft.amount = source?.amount
        draft.currency = source?.currency
        return draft
    }

    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        let source = DollrSource(of: session)
        return FastAPI.json(200) { json in
            json.member("id", session.number)
            // Set when a payment account is chosen, which no session of this gateway ever has.
            json.name("payment_account_id")
            json.null()
            json.name("source_id")
            json.raw(bytes: source.id)
            json.name("source_type")
            json.string(utf8: source.type)
            json.name("status")
            json.raw(Dollr.word(for: session.status(at: now)))
            json.member("expires_at", session.expiresAt ?? Dollr.never, .microsecondsOrNone)
            json.member("created_at", session.createdAt, .microsecondsOrNone)
            json.member("updated_at", session.updatedAt, .microsecondsOrNone)
        }
    }

    package func render(_ failure: Failure) -> Response { FastAPI.render(failure) }

    /// The two source types that Dollr's documentation names are words for a customer too.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        let source = DollrSource(of: session)
        let type = ASCII.equal(source.type, "INVOICE") ? "Invoice" : ASCII.equal(source.type, "ORDER") ? "Order" : nil
        let name = type.map { "\($0) \(String(decoding: source.id, as: UTF8.self))" }
        return PageFacts(publicID: String(session.number), itemName: name)
    }

    /// The contract wants a moment, also of a session that another provider's call made to last: the last second that
    /// four digits of a year can tell.
    private static let never = Timestamp(seconds: 253_402_300_799)

    /// No `default`: a new status must be given its Dollr word before this compiles.
    private static func word(for status: Status) -> StaticString {
        switch status {
        case .open: "\"ACTIVE\""
        case .processing: "\"PROCESSING\""
        case .completed: "\"COMPLETED\""
        case .expired: "\"EXPIRED\""
        case .cancelled: "\"CANCELED\""
        }
    }
}
