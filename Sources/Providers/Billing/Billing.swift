package import Checkout
package import Wire

/// Billing opens a subscription to the one price that the gateway is configured with. A request only says where the
/// customer goes afterwards.
///
/// Contract: `openapi/billing.yaml`. The service runs FastAPI 0.136, which does not read a body without a media type as
/// JSON.
package struct Billing: Provider {
    package static let name = ProviderName("billing")
    /// Every customer of the boilerplate runs it on a host of their own, so there is no public host.
    package static let hosts: [String] = []
    package static let checks = FastAPI.checks
    package static let lifetimeSeconds: Int64 = 24 * 60 * 60
    package static let routes = [Route(.post, "/api/v1/billing/checkout", .create, style: .starlette)]

    package static let catalogueKinds = [price]

    static let price = CatalogueKind(name, "price", needsDefault: true)

    private let fastAPI = FastAPI(readsUntypedBodyAsJSON: false, stripsToken: true)

    package init() {}

    package func identify(_ head: RequestHead) throws(Failure) -> Credential {
        try fastAPI.credential(in: head)
    }

    package func parse(_ request: Request, for operation: Operation) throws(Failure) -> JSONDocument? {
        try fastAPI.document(of: request)
    }

    package func read(_ call: Call) throws(Failure) -> Draft {
        var body = BodyReader.fastAPI(call.document)
        let model = body.model()
        // The contract's defaults. The URLs are not checked: the caller is trusted, and its frontend may be on any
        // host.
        let successURL = body.string(body.member("success_url", of: model, .optional))
        let cancelURL = body.string(body.member("cancel_url", of: model, .optional))
        try body.finish()

        // The contract: "price_id is intentionally NOT a client-controlled field". A client could name a cheaper price.
        guard let price = call.catalogue.defaultEntry(of: Self.price.name) else { throw .notConfigured }
        var draft = Draft(mode: .subscription, fields: SentFields(body.document), lifetimeSeconds: call.lifetimeSeconds)
        draft.items = Items(CheckoutSession.Item(kind: Self.price.word, reference: price.reference))
        draft.amount = price.amount
        draft.currency = price.currency
        draft.successURL = successURL ?? "http://localhost:3000/dashboard?success=true"
        draft.cancelURL = cancelURL ?? "http://localhost:3000/dashboard?canceled=true"
        return draft
    }

    package func render(
        _ session: CheckoutSession, for operation: Operation, at now: Timestamp, _ links: Links
    ) -> Response {
        FastAPI.json(200) { json in
            json.text("url") { url in
                url.append(links.publicURL)
                url.append("/checkout/")
                url.append(plain: { links.appendToken(for: session, to: &$0) })
            }
        }
    }

    /// A limit in slowapi's wording: `5 per 1 minute`. The unit is always singular.
    private static func words(for quota: Quota) -> String {
        let units = [(3_600, "hour"), (60, "minute"), (1, "second")]
        for (seconds, unit) in units where quota.windowSeconds.isMultiple(of: seconds) {
            return "\(quota.requests) per \(quota.windowSeconds / seconds) \(unit)"
        }
        preconditionFailure("Every whole number is a multiple of 1.")
    }

    package func render(_ failure: Failure) -> Response {
        switch failure {
        case .notConfigured:
            return FastAPI.detail(503, "Billing is not configured")
        case .rateLimited(let quota, let seconds):
            // slowapi writes this answer. Its member has another name than the member of FastAPI's errors.
            return FastAPI.json(429, [FastAPI.retryAfter(seconds)]) { json in
                json.member("error", "Rate limit exceeded: \(Billing.words(for: quota))")
            }
        default:
            return FastAPI.render(failure)
        }
    }
}
