package import Checkout
package import Wire

/// Dollr opens a session for a source that it has already recorded. A request names the source by number and type.
///
/// Contract: `openapi/dollr.yaml`. The service runs FastAPI 0.128: it reads integers in lax mode, and a 422 lists every
/// issue.
package struct Dollr: Provider {
    package static let name = ProviderName("dollr")
    package static let hosts = ["api.heydollr.app"]
    package static let checks = FastAPI.checks
    package static let lifetimeSeconds: Int64 = 30 * 60

    /// The contract declares the version as a path parameter, so a path with a version other than `v1` matches the
    /// route and breaks a rule.
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
        var body = BodyReader.fastAPI(call.document)
        body.pathParameter("version", call.parameters.first, is: "v1")
        let model = body.model()
        let digits = body.digits(body.member("source_id", of: model, .required))
        body.expressible(body.member("source_type", of: model, .required))
        try body.finish()
        guard let digits else { throw .internalError }

        let sourceID = String(decoding: digits, as: UTF8.self)
        let source = try call.catalogue.entry(sourceID, of: Self.source.name)
        var draft = Draft(mode: .payment, fields: SentFields(body.document), lifetimeSeconds: call.lifetimeSeconds)
        draft.items = Items(CheckoutSession.Item(kind: Self.source.word, reference: sourceID))
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
            // The vendor sets this when a payment account is chosen. Sessions of this gateway have no payment account.
            json.name("payment_account_id")
            json.null()
            json.name("source_id")
            json.number(source.id)
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

    /// Customers understand the two source types that Dollr's documentation names, so the page shows these.
    package func pageFacts(of session: CheckoutSession) -> PageFacts {
        let source = DollrSource(of: session)
        let type = ASCII.equal(source.type, "INVOICE") ? "Invoice" : ASCII.equal(source.type, "ORDER") ? "Order" : nil
        let name = type.map { "\($0) \(String(decoding: source.id, as: UTF8.self))" }
        return PageFacts(publicID: String(session.number), itemName: name)
    }

    /// The contract requires a time of expiry, also for another provider's session that never expires. It gets the last
    /// second of the last year with four digits.
    private static let never = Timestamp(seconds: 253_402_300_799)

    /// No `default`: the compiler then demands a Dollr word for each new status.
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
